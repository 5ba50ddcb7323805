import type { ProblemText } from './text.ts'

/** Refusals of signed messages (M03, M30): how they are read, who signed them, and where they were sent. */
export const messageProblems = {
  XML_TOO_LARGE: {
    status: 413,
    es: { message: 'El mensaje pasa de {max}.', fix: 'Envíe menos líneas por mensaje, o use la carga masiva.' },
    en: { message: 'The message is larger than {max}.', fix: 'Send fewer lines in a message, or use the bulk upload.' },
    pt: { message: 'A mensagem passa de {max}.', fix: 'Envie menos linhas por mensagem, ou use a carga em massa.' },
  },
  XML_MALFORMED: {
    status: 400,
    es: {
      message: 'El XML no está bien formado, línea {line}: {reason}.',
      fix: 'Corrija el documento y envíelo en UTF-8.',
    },
    en: {
      message: 'The XML is not well-formed, line {line}: {reason}.',
      fix: 'Correct the document and send it in UTF-8.',
    },
    pt: {
      message: 'O XML não está bem formado, linha {line}: {reason}.',
      fix: 'Corrija o documento e envie-o em UTF-8.',
    },
  },
  XML_DTD: {
    status: 400,
    es: {
      message: 'El mensaje declara un tipo de documento (DTD), y eso no se acepta.',
      fix: 'Quite la declaración DOCTYPE y sus entidades.',
    },
    en: {
      message: 'The message declares a document type (DTD), which is not accepted.',
      fix: 'Remove the DOCTYPE declaration and its entities.',
    },
    pt: {
      message: 'A mensagem declara um tipo de documento (DTD), e isso não se aceita.',
      fix: 'Retire a declaração DOCTYPE e as suas entidades.',
    },
  },
  XML_COMMENT: {
    status: 400,
    es: {
      message: 'El mensaje lleva un comentario, y un mensaje firmado no puede llevarlos.',
      fix: 'Quite los comentarios antes de firmar.',
    },
    en: {
      message: 'The message holds a comment, which a signed message may not.',
      fix: 'Remove comments before you sign.',
    },
    pt: {
      message: 'A mensagem tem um comentário, e uma mensagem assinada não pode tê-los.',
      fix: 'Retire os comentários antes de assinar.',
    },
  },
  XML_INSTRUCTION: {
    status: 400,
    es: {
      message: 'El mensaje lleva una instrucción de proceso, y eso no se acepta.',
      fix: 'Deje solo la declaración XML al principio.',
    },
    en: {
      message: 'The message holds a processing instruction, which is not accepted.',
      fix: 'Leave only the XML declaration at its beginning.',
    },
    pt: {
      message: 'A mensagem tem uma instrução de processamento, e isso não se aceita.',
      fix: 'Deixe só a declaração XML no início.',
    },
  },
  XML_LIMIT: {
    status: 400,
    es: {
      message: 'El mensaje pasa un límite: {what}, a lo más {max}.',
      fix: 'Compare con los límites del kit de integración.',
    },
    en: {
      message: 'The message passes a limit: {what}, at most {max}.',
      fix: 'Compare with the limits of the integration kit.',
    },
    pt: {
      message: 'A mensagem passa um limite: {what}, no máximo {max}.',
      fix: 'Compare com os limites do kit de integração.',
    },
  },
  SIGNATURE_MISSING: {
    status: 412,
    es: {
      message: 'El mensaje no está firmado.',
      fix: 'Fírmelo con el certificado de su empresa, como último elemento.',
    },
    en: {
      message: 'The message is not signed.',
      fix: 'Sign it with the certificate of your enterprise, as its last element.',
    },
    pt: {
      message: 'A mensagem não está assinada.',
      fix: 'Assine-a com o certificado da sua empresa, como último elemento.',
    },
  },
  SIGNATURE_WRAPPED: {
    status: 412,
    es: {
      message: 'La firma no está en su lugar, o hay más de una.',
      fix: 'La firma es el último elemento de la raíz, y la única.',
    },
    en: {
      message: 'The signature is not in its place, or there are several.',
      fix: 'The signature is the last element of the root, and the only one.',
    },
    pt: {
      message: 'A assinatura não está no seu lugar, ou há mais de uma.',
      fix: 'A assinatura é o último elemento da raiz, e a única.',
    },
  },
  SIGNATURE_DUPLICATE_ID: {
    status: 412,
    es: { message: 'El identificador {id} está dos veces.', fix: 'Cada identificador y cada nombre va una sola vez.' },
    en: { message: 'The identifier {id} stands there twice.', fix: 'Each identifier and each name stands once.' },
    pt: { message: 'O identificador {id} está duas vezes.', fix: 'Cada identificador e cada nome vai uma só vez.' },
  },
  SIGNATURE_TRUNCATED: {
    status: 412,
    es: { message: 'La firma está recortada.', fix: 'Envíe el valor completo de la firma.' },
    en: { message: 'The signature is cut short.', fix: 'Send the whole value of the signature.' },
    pt: { message: 'A assinatura está cortada.', fix: 'Envie o valor completo da assinatura.' },
  },
  SIGNATURE_ALGORITHM: {
    status: 412,
    es: {
      message: 'No se acepta el algoritmo {algorithm} con esa clave.',
      fix: 'Use RSA (2048 o más) o ECDSA P-256 con SHA-256, y canonicalización exclusiva.',
    },
    en: {
      message: 'The algorithm {algorithm} is not accepted with that key.',
      fix: 'Use RSA (2048 or more) or ECDSA P-256 with SHA-256, and exclusive canonicalisation.',
    },
    pt: {
      message: 'O algoritmo {algorithm} não se aceita com essa chave.',
      fix: 'Use RSA (2048 ou mais) ou ECDSA P-256 com SHA-256, e canonicalização exclusiva.',
    },
  },
  SIGNATURE_SHAPE: {
    status: 412,
    es: {
      message: 'La firma no tiene la forma esperada: {what}.',
      fix: 'Firme según XAdES o JAdES básico, como en el kit de integración.',
    },
    en: {
      message: 'The signature does not have the expected shape: {what}.',
      fix: 'Sign as XAdES or JAdES baseline, as in the integration kit.',
    },
    pt: {
      message: 'A assinatura não tem a forma esperada: {what}.',
      fix: 'Assine conforme XAdES ou JAdES básico, como no kit de integração.',
    },
  },
  SIGNATURE_INVALID: {
    status: 412,
    es: { message: 'La firma no vale: {reason}.', fix: 'Firme otra vez con la clave del certificado que envía.' },
    en: {
      message: 'The signature does not hold: {reason}.',
      fix: 'Sign again with the key of the certificate you send.',
    },
    pt: { message: 'A assinatura não vale: {reason}.', fix: 'Assine outra vez com a chave do certificado que envia.' },
  },
  HASH_MISMATCH: {
    status: 412,
    es: { message: 'El contenido cambió después de firmado ({what}).', fix: 'Envíe el documento tal como se firmó.' },
    en: {
      message: 'The content was changed after it was signed ({what}).',
      fix: 'Send the document exactly as it was signed.',
    },
    pt: { message: 'O conteúdo mudou depois de assinado ({what}).', fix: 'Envie o documento tal como foi assinado.' },
  },
  CERT_UNTRUSTED: {
    status: 412,
    es: {
      message: 'No conocemos a quien emitió el certificado de {name}.',
      fix: 'Use un certificado de la lista de confianza, o pida uno en POST /v1/certificates.',
    },
    en: {
      message: 'We do not know who issued the certificate of {name}.',
      fix: 'Use a certificate of the trust list, or ask for one at POST /v1/certificates.',
    },
    pt: {
      message: 'Não conhecemos quem emitiu o certificado de {name}.',
      fix: 'Use um certificado da lista de confiança, ou peça um em POST /v1/certificates.',
    },
  },
  CERT_EXPIRED: {
    status: 412,
    es: { message: 'El certificado venció el {on}.', fix: 'Renueve el certificado y firme otra vez.' },
    en: { message: 'The certificate expired on {on}.', fix: 'Renew the certificate and sign again.' },
    pt: { message: 'O certificado venceu em {on}.', fix: 'Renove o certificado e assine outra vez.' },
  },
  CERT_NOT_YET: {
    status: 412,
    es: { message: 'El certificado vale recién desde el {on}.', fix: 'Revise la hora de su sistema, o espere.' },
    en: { message: 'The certificate is valid only from {on}.', fix: 'Check the time of your system, or wait.' },
    pt: { message: 'O certificado vale só a partir de {on}.', fix: 'Verifique a hora do seu sistema, ou espere.' },
  },
  CERT_REVOKED: {
    status: 412,
    es: { message: 'El certificado se revocó el {on}.', fix: 'Pida otro certificado; con este nadie puede firmar.' },
    en: {
      message: 'The certificate was revoked on {on}.',
      fix: 'Ask for another certificate; nobody can sign with this one.',
    },
    pt: {
      message: 'O certificado foi revogado em {on}.',
      fix: 'Peça outro certificado; com este ninguém pode assinar.',
    },
  },
  CERT_USE: {
    status: 412,
    es: { message: 'Ese certificado no es para firmar mensajes.', fix: 'Use el certificado de empresa.' },
    en: { message: 'That certificate is not for signing messages.', fix: 'Use the certificate of the enterprise.' },
    pt: { message: 'Esse certificado não é para assinar mensagens.', fix: 'Use o certificado da empresa.' },
  },
  SIGNER_NOT_SENDER: {
    status: 403,
    es: {
      message: 'Firma {signer}, y el mensaje es de {sender}.',
      fix: 'Firme con el certificado del emisor, o nombre el mandato con que actúa.',
    },
    en: {
      message: '{signer} signs, and the message is of {sender}.',
      fix: 'Sign with the sender’s certificate, or name the mandate under which you act.',
    },
    pt: {
      message: 'Assina {signer}, e a mensagem é de {sender}.',
      fix: 'Assine com o certificado do emissor, ou nomeie o mandato com que atua.',
    },
  },
  MESSAGE_UNKNOWN: {
    status: 400,
    es: {
      message: 'No hay un mensaje {message} que se pueda enviar.',
      fix: 'Use uno de los mensajes del kit, en una versión vigente.',
    },
    en: {
      message: 'There is no message {message} to send.',
      fix: 'Use a message of the kit, in a version that lives.',
    },
    pt: {
      message: 'Não há uma mensagem {message} que se possa enviar.',
      fix: 'Use uma das mensagens do kit, numa versão vigente.',
    },
  },
  MESSAGE_VERSION_RETIRED: {
    status: 400,
    es: { message: 'La versión {version} de los mensajes ya no se recibe.', fix: 'Use una de estas: {alive}.' },
    en: { message: 'Version {version} of the messages is no longer taken in.', fix: 'Use one of these: {alive}.' },
    pt: { message: 'A versão {version} das mensagens já não se recebe.', fix: 'Use uma destas: {alive}.' },
  },
  TEST_FLAG: {
    status: 400,
    es: {
      message: 'El mensaje dice TestIndicator {said}, y aquí corresponde {expected}.',
      fix: 'Revise a qué ambiente lo envía.',
    },
    en: {
      message: 'The message says TestIndicator {said}, and here it must be {expected}.',
      fix: 'Check which environment you send it to.',
    },
    pt: {
      message: 'A mensagem diz TestIndicator {said}, e aqui deve ser {expected}.',
      fix: 'Verifique a que ambiente a envia.',
    },
  },
  WRONG_RECIPIENT: {
    status: 400,
    es: { message: 'El mensaje es para {said}, y esta es {expected}.', fix: 'Revise la dirección.' },
    en: { message: 'The message is for {said}, and this is {expected}.', fix: 'Check the address.' },
    pt: { message: 'A mensagem é para {said}, e esta é {expected}.', fix: 'Verifique o endereço.' },
  },
  CSR_INVALID: {
    status: 422,
    es: {
      message: 'La solicitud de certificado no vale: {reason}.',
      fix: 'Envíe un PKCS#10 en PEM con una clave P-256, firmado con esa clave.',
    },
    en: {
      message: 'The certificate request does not hold: {reason}.',
      fix: 'Send a PKCS#10 in PEM with a P-256 key, signed with that key.',
    },
    pt: {
      message: 'O pedido de certificado não vale: {reason}.',
      fix: 'Envie um PKCS#10 em PEM com uma chave P-256, assinado com essa chave.',
    },
  },
  CONNECTION_SUSPENDED: {
    status: 403,
    es: { message: 'La conexión está suspendida: {reason}.', fix: 'Hable con la ventanilla antes de enviar más.' },
    en: { message: 'The connection is suspended: {reason}.', fix: 'Talk to the window before you send more.' },
    pt: { message: 'A conexão está suspensa: {reason}.', fix: 'Fale com a janela antes de enviar mais.' },
  },
  NO_AGREEMENT: {
    status: 403,
    es: {
      message: 'Su empresa no tiene un convenio vigente para enviar mensajes.',
      fix: 'Pida la conexión en POST /v1/connections y firme el convenio.',
    },
    en: {
      message: 'Your firm has no agreement in force to send messages.',
      fix: 'Ask for the connection at POST /v1/connections and sign the agreement.',
    },
    pt: {
      message: 'A sua empresa não tem um convênio vigente para enviar mensagens.',
      fix: 'Peça a conexão em POST /v1/connections e assine o convênio.',
    },
  },
  CONFORMANCE_FAILED: {
    status: 422,
    es: {
      message: 'Falta una prueba de conformidad: {case} ({about}).',
      fix: 'Repita esa prueba con el kit; el mensaje que la muestra debe haber llegado.',
    },
    en: {
      message: 'A conformance case is missing: {case} ({about}).',
      fix: 'Run that case again with the kit; the message that shows it must have arrived.',
    },
    pt: {
      message: 'Falta uma prova de conformidade: {case} ({about}).',
      fix: 'Repita essa prova com o kit; a mensagem que a mostra deve ter chegado.',
    },
  },
  UNKNOWN_CONFORMANCE_CASE: {
    status: 422,
    es: { message: 'No hay una prueba {case} en el kit.', fix: 'Use la lista de pruebas del kit.' },
    en: { message: 'There is no case {case} in the kit.', fix: 'Use the list of cases of the kit.' },
    pt: { message: 'Não há uma prova {case} no kit.', fix: 'Use a lista de provas do kit.' },
  },
  PRODUCTION_NOT_ASKED: {
    status: 409,
    es: { message: 'La empresa todavía no pidió pasar a producción.', fix: 'Espere su pedido.' },
    en: { message: 'The firm has not asked for production yet.', fix: 'Wait until it asks.' },
    pt: { message: 'A empresa ainda não pediu passar à produção.', fix: 'Espere o pedido.' },
  },
} satisfies Readonly<Record<string, ProblemText>>
