import type { ProblemText } from './text.ts'

/** Refusals of the door itself: shape, identity, versions, limits. */
export const httpProblems = {
  SHEET_EXISTS: {
    status: 409,
    es: { message: 'El trámite {procedure} ya tiene ficha: {case}.', fix: 'Confirme esa ficha en vez de hacer otra.' },
    en: {
      message: 'The procedure {procedure} already has a sheet: {case}.',
      fix: 'Confirm that sheet instead of another.',
    },
    pt: {
      message: 'O procedimento {procedure} já tem ficha: {case}.',
      fix: 'Confirme essa ficha em vez de fazer outra.',
    },
  },
  VALIDATION_FAILED: {
    status: 422,
    es: { message: 'Hay datos por corregir.', fix: 'Corrija cada punto de la lista. No se perdió nada.' },
    en: { message: 'Some data must be corrected.', fix: 'Correct each point of the list. Nothing was lost.' },
    pt: { message: 'Há dados a corrigir.', fix: 'Corrija cada ponto da lista. Nada se perdeu.' },
  },
  MALFORMED: {
    status: 400,
    es: { message: 'El mensaje no se puede leer: {reason}.', fix: 'Envíe JSON válido en UTF-8.' },
    en: { message: 'The message cannot be read: {reason}.', fix: 'Send valid JSON in UTF-8.' },
    pt: { message: 'A mensagem não pode ser lida: {reason}.', fix: 'Envie JSON válido em UTF-8.' },
  },
  XML_INVALID: {
    status: 400,
    es: { message: 'Línea {line}: {reason}.', fix: 'Compare el documento con su esquema XSD.' },
    en: { message: 'Line {line}: {reason}.', fix: 'Compare the document with its XSD schema.' },
    pt: { message: 'Linha {line}: {reason}.', fix: 'Compare o documento com o seu esquema XSD.' },
  },
  INPUT_SHAPE: {
    status: 422,
    es: { message: 'El dato no tiene la forma esperada: {reason}.', fix: 'Compare con el esquema en /openapi.json.' },
    en: {
      message: 'The value does not have the expected shape: {reason}.',
      fix: 'Compare with the schema at /openapi.json.',
    },
    pt: { message: 'O dado não tem a forma esperada: {reason}.', fix: 'Compare com o esquema em /openapi.json.' },
  },
  FIELD_UNKNOWN: {
    status: 422,
    es: { message: 'El campo {field} no existe aquí.', fix: 'Quítelo o corrija su nombre.' },
    en: { message: 'The field {field} does not exist here.', fix: 'Remove it or correct its name.' },
    pt: { message: 'O campo {field} não existe aqui.', fix: 'Retire-o ou corrija o nome.' },
  },
  FIELD_REQUIRED: {
    status: 422,
    es: { message: 'Falta el campo {field}.', fix: 'Agregue {field}.' },
    en: { message: 'The field {field} is missing.', fix: 'Add {field}.' },
    pt: { message: 'Falta o campo {field}.', fix: 'Acrescente {field}.' },
  },
  UNAUTHENTICATED: {
    status: 401,
    es: { message: 'No sabemos quién es usted.', fix: 'Entre, o envíe su token en Authorization: Bearer.' },
    en: { message: 'We do not know who you are.', fix: 'Sign in, or send your token as Authorization: Bearer.' },
    pt: { message: 'Não sabemos quem é você.', fix: 'Entre, ou envie o token em Authorization: Bearer.' },
  },
  CROSS_SITE: {
    status: 403,
    es: {
      message: 'Este pedido no salió de una página nuestra.',
      fix: 'Con una sesión, envíe Origin y la cabecera Vuce-Client; un programa usa un token.',
    },
    en: {
      message: 'This request did not come from a page of ours.',
      fix: 'With a session, send Origin and the header Vuce-Client; a program uses a token.',
    },
    pt: {
      message: 'Este pedido não saiu de uma página nossa.',
      fix: 'Com uma sessão, envie Origin e o cabeçalho Vuce-Client; um programa usa um token.',
    },
  },
  SESSION_REQUIRED: {
    status: 409,
    es: { message: 'Esto es de una sesión del navegador, y usted vino con un token.', fix: 'Entre por /entrar.' },
    en: { message: 'This is about a browser session, and you came with a token.', fix: 'Sign in at /entrar.' },
    pt: { message: 'Isto é de uma sessão do navegador, e você veio com um token.', fix: 'Entre por /entrar.' },
  },
  NOT_YOURS_TO_GIVE: {
    status: 422,
    es: { message: 'Usted no puede dar «{what}»: no lo tiene.', fix: 'Dé solo lo que sus propios roles permiten.' },
    en: { message: 'You cannot give “{what}”: you do not have it.', fix: 'Give only what your own roles allow.' },
    pt: { message: 'Você não pode dar “{what}”: não o tem.', fix: 'Dê apenas o que os seus papéis permitem.' },
  },
  PASSKEY_REQUIRED: {
    status: 412,
    es: {
      message:
        'Este acto lleva su firma cualificada: hace falta su llave de acceso, mostrada hace menos de 15 minutos.',
      fix: 'Confirme con su llave en /entrar/confirmar/llave y repita. Nada se perdió.',
    },
    en: {
      message: 'This act bears your qualified signature: your passkey is needed, shown less than 15 minutes ago.',
      fix: 'Confirm with your passkey at /entrar/confirmar/llave and repeat. Nothing is lost.',
    },
    pt: {
      message: 'Este ato leva a sua assinatura qualificada: falta a sua chave, mostrada há menos de 15 minutos.',
      fix: 'Confirme com a sua chave em /entrar/confirmar/llave e repita. Nada se perdeu.',
    },
  },
  STEP_UP_REQUIRED: {
    status: 412,
    es: {
      message: 'Este acto se firma: hace falta su segundo factor, mostrado hace menos de 15 minutos.',
      fix: 'Confirme que es usted en /entrar/confirmar y repita. Nada se perdió.',
    },
    en: {
      message: 'This act is signed: your second factor is needed, shown less than 15 minutes ago.',
      fix: 'Confirm that it is you at /entrar/confirmar and repeat. Nothing is lost.',
    },
    pt: {
      message: 'Este ato é assinado: falta seu segundo fator, mostrado há menos de 15 minutos.',
      fix: 'Confirme que é você em /entrar/confirmar e repita. Nada se perdeu.',
    },
  },
  RATE_LIMITED: {
    status: 429,
    es: { message: 'Son demasiados pedidos seguidos.', fix: 'Espere {seconds} s y siga; Retry-After lo dice.' },
    en: { message: 'There are too many requests in a row.', fix: 'Wait {seconds} s and go on; Retry-After says so.' },
    pt: { message: 'São pedidos demais seguidos.', fix: 'Espere {seconds} s e continue; Retry-After o diz.' },
  },
  TOO_MANY_ITEMS: {
    status: 422,
    es: { message: 'Aquí caben {max} elementos como máximo.', fix: 'Divida la lista y envíela en varias partes.' },
    en: { message: 'At most {max} items fit here.', fix: 'Split the list and send it in several parts.' },
    pt: { message: 'Aqui cabem no máximo {max} itens.', fix: 'Divida a lista e envie em várias partes.' },
  },
  NOT_FOUND: {
    status: 404,
    es: { message: 'No existe, o usted no puede verlo.', fix: 'Revise la dirección o pida acceso a su dueño.' },
    en: {
      message: 'It does not exist, or you may not see it.',
      fix: 'Check the address, or ask its owner for access.',
    },
    pt: { message: 'Não existe, ou você não pode vê-lo.', fix: 'Confira o endereço ou peça acesso ao dono.' },
  },
  VERSION_CONFLICT: {
    status: 409,
    es: {
      message: 'Alguien cambió el trámite: usted vio la versión {yours} y va por la {current}.',
      fix: 'Mire qué cambió en «diff» y decida de nuevo.',
    },
    en: {
      message: 'Somebody changed the case: you saw version {yours}, it is at {current}.',
      fix: 'See what changed in “diff” and decide again.',
    },
    pt: {
      message: 'Alguém mudou o processo: você viu a versão {yours} e está na {current}.',
      fix: 'Veja o que mudou em “diff” e decida de novo.',
    },
  },
  IDEMPOTENCY_MISMATCH: {
    status: 409,
    es: {
      message: 'Ese Idempotency-Key ya se usó con otro contenido.',
      fix: 'Use una clave nueva para un mensaje nuevo.',
    },
    en: { message: 'That Idempotency-Key was used with other content.', fix: 'Use a new key for a new message.' },
    pt: {
      message: 'Essa Idempotency-Key já foi usada com outro conteúdo.',
      fix: 'Use uma chave nova para uma mensagem nova.',
    },
  },
  IDEMPOTENCY_KEY_REQUIRED: {
    status: 400,
    es: {
      message: 'Falta la cabecera Idempotency-Key con un UUID.',
      fix: 'Cree un UUID por acción y repítalo si reintenta.',
    },
    en: {
      message: 'The header Idempotency-Key with a UUID is missing.',
      fix: 'Make one UUID per act and send it again on a retry.',
    },
    pt: {
      message: 'Falta o cabeçalho Idempotency-Key com um UUID.',
      fix: 'Crie um UUID por ação e repita-o ao tentar de novo.',
    },
  },
  IF_MATCH_REQUIRED: {
    status: 428,
    es: {
      message: 'Falta la cabecera If-Match con la versión que usted vio.',
      fix: 'Copie la versión de la última respuesta: If-Match: "3".',
    },
    en: {
      message: 'The header If-Match with the version you saw is missing.',
      fix: 'Copy the version of the last answer: If-Match: "3".',
    },
    pt: {
      message: 'Falta o cabeçalho If-Match com a versão que você viu.',
      fix: 'Copie a versão da última resposta: If-Match: "3".',
    },
  },
  BODY_TOO_LARGE: {
    status: 413,
    es: { message: 'El envío pasa del tamaño permitido: {max}.', fix: 'Envíe archivos de hasta 25 MB, uno por uno.' },
    en: { message: 'The message is larger than allowed: {max}.', fix: 'Send files of at most 25 MB, one by one.' },
    pt: { message: 'O envio passa do tamanho permitido: {max}.', fix: 'Envie arquivos de até 25 MB, um por um.' },
  },
  UNSUPPORTED_TYPE: {
    status: 415,
    es: {
      message: 'Ese tipo de archivo no se acepta.',
      fix: 'Envíe PDF, PNG, JPEG, XML, CSV o XLSX; los mensajes, en JSON.',
    },
    en: { message: 'That type is not accepted.', fix: 'Send PDF, PNG, JPEG, XML, CSV or XLSX; messages in JSON.' },
    pt: {
      message: 'Esse tipo de arquivo não é aceito.',
      fix: 'Envie PDF, PNG, JPEG, XML, CSV ou XLSX; as mensagens, em JSON.',
    },
  },
  FILE_CUT_OFF: {
    status: 422,
    es: { message: 'El archivo no se puede abrir: llegó cortado.', fix: 'Ábralo en su equipo y envíelo otra vez.' },
    en: { message: 'The file cannot be opened: it came cut off.', fix: 'Open it on your device and send it again.' },
    pt: {
      message: 'O arquivo não pode ser aberto: chegou cortado.',
      fix: 'Abra-o no seu equipamento e envie-o de novo.',
    },
  },
  FILE_LOCKED: {
    status: 422,
    es: { message: 'El archivo pide una contraseña.', fix: 'Guárdelo sin contraseña y envíelo otra vez.' },
    en: { message: 'The file asks for a password.', fix: 'Save it without a password and send it again.' },
    pt: { message: 'O arquivo pede uma senha.', fix: 'Guarde-o sem senha e envie-o de novo.' },
  },
  CALLBACK_REFUSED: {
    status: 401,
    es: {
      message: 'El aviso de pago no se cree: {reason}.',
      fix: 'Firme el cuerpo exacto con el secreto compartido y la hora actual.',
    },
    en: {
      message: 'The payment callback is not believed: {reason}.',
      fix: 'Sign the exact body with the shared secret and the present time.',
    },
    pt: {
      message: 'O aviso de pagamento não é aceito: {reason}.',
      fix: 'Assine o corpo exato com o segredo partilhado e a hora atual.',
    },
  },
  NO_PACK: {
    status: 422,
    es: { message: 'Aquí no hay un paquete del país {country}.', fix: 'Use uno de estos: {allowed}.' },
    en: { message: 'There is no pack of the country {country} here.', fix: 'Use one of these: {allowed}.' },
    pt: { message: 'Aqui não há um pacote do país {country}.', fix: 'Use um destes: {allowed}.' },
  },
  CERTIFICATE_REFUSED: {
    status: 422,
    es: {
      message: 'No se puede certificar que no se necesita nada: {why_es}.',
      fix: 'Mire la respuesta del buscador con los mismos datos y complete lo que falta.',
    },
    en: {
      message: 'It cannot be certified that nothing is needed: {why_en}.',
      fix: 'Look at the answer of the finder for the same data and complete what is missing.',
    },
    pt: {
      message: 'Não se pode certificar que nada é necessário: {why_pt}.',
      fix: 'Veja a resposta da consulta com os mesmos dados e complete o que falta.',
    },
  },
  UNKNOWN_ORGANISATION: {
    status: 422,
    es: {
      message: 'No hay una organización {name} en este entorno de pruebas.',
      fix: 'Use un organismo (pe.senasa) o una firma de demostración.',
    },
    en: {
      message: 'There is no organisation {name} in this sandbox.',
      fix: 'Use an agency (pe.senasa) or a demo firm.',
    },
    pt: {
      message: 'Não há uma organização {name} neste ambiente de testes.',
      fix: 'Use um órgão (pe.senasa) ou uma empresa de demonstração.',
    },
  },
  CLOCK_BACKWARDS: {
    status: 422,
    es: { message: 'El reloj de pruebas no retrocede: va por {now}.', fix: 'Indique un momento posterior.' },
    en: { message: 'The test clock does not go back: it is at {now}.', fix: 'Give a later moment.' },
    pt: { message: 'O relógio de testes não volta: está em {now}.', fix: 'Indique um momento posterior.' },
  },
  UNAVAILABLE: {
    status: 503,
    es: {
      message: 'El servicio no responde en este momento. Nada quedó a medias.',
      fix: 'Reintente con la misma clave: no se hará dos veces.',
    },
    en: {
      message: 'The service does not answer right now. Nothing is half done.',
      fix: 'Try again with the same key: it will not happen twice.',
    },
    pt: {
      message: 'O serviço não responde neste momento. Nada ficou pela metade.',
      fix: 'Tente de novo com a mesma chave: não será feito duas vezes.',
    },
  },
  INTERNAL: {
    status: 500,
    es: {
      message: 'Falló algo nuestro. Nada quedó a medias.',
      fix: 'Reintente. Si sigue, dé el código {traceId} a la mesa de ayuda.',
    },
    en: {
      message: 'Something of ours failed. Nothing is half done.',
      fix: 'Try again. If it persists, give code {traceId} to the help desk.',
    },
    pt: {
      message: 'Algo nosso falhou. Nada ficou pela metade.',
      fix: 'Tente de novo. Se continuar, dê o código {traceId} ao suporte.',
    },
  },
  TOO_MANY_CASES: {
    status: 422,
    es: {
      message: 'Una sola solicitud no puede tocar más de {max} trámites.',
      fix: 'Divida el envío en dos carpetas.',
    },
    en: {
      message: 'One application may not touch more than {max} cases.',
      fix: 'Split the shipment into two dossiers.',
    },
    pt: { message: 'Um só pedido não pode tocar mais de {max} processos.', fix: 'Divida o envio em duas pastas.' },
  },
} as const satisfies Record<string, ProblemText>
