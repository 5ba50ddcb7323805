import type { ProblemText } from './text.ts'

/** Texts of every refusal a form may answer (kernel/pack/form.ts and values.ts). Checks of a procedure bring their own words. */
export const formProblems = {
  ELEMENT_REQUIRED: {
    status: 422,
    es: { message: 'Falta este dato: {label_es}.', fix: 'Complete el dato {label_es}.' },
    en: { message: 'This datum is missing: {label_en}.', fix: 'Fill in {label_en}.' },
    pt: { message: 'Falta este dado: {label_pt}.', fix: 'Preencha o dado {label_pt}.' },
  },
  CAS_REQUIRED: {
    status: 422,
    es: {
      message: 'Falta el número CAS de la sustancia.',
      fix: 'Escriba el número CAS que figura en la hoja de seguridad.',
    },
    en: {
      message: 'The CAS number of the substance is missing.',
      fix: 'Enter the CAS number printed on the safety data sheet.',
    },
    pt: { message: 'Falta o número CAS da substância.', fix: 'Escreva o número CAS que consta da ficha de segurança.' },
    example: '121-75-5',
  },
  UNKNOWN_FIELD: {
    status: 422,
    es: { message: 'Este formulario no tiene el campo {field}.', fix: 'Quite el campo {field} o revise su nombre.' },
    en: { message: 'This form has no field {field}.', fix: 'Remove the field {field} or check its name.' },
    pt: { message: 'Este formulário não tem o campo {field}.', fix: 'Retire o campo {field} ou verifique o seu nome.' },
  },
  NOT_ASKED: {
    status: 422,
    es: { message: 'En su caso no se pide este dato: {label_es}.', fix: 'Quite el dato {label_es}.' },
    en: { message: 'This datum is not asked in your case: {label_en}.', fix: 'Remove {label_en}.' },
    pt: { message: 'No seu caso não se pede este dado: {label_pt}.', fix: 'Retire o dado {label_pt}.' },
  },
  EMPTY_VALUE: {
    status: 422,
    es: { message: 'El dato {label_es} está vacío.', fix: 'Escriba un valor o quite el dato.' },
    en: { message: '{label_en} is empty.', fix: 'Enter a value or remove the datum.' },
    pt: { message: 'O dado {label_pt} está vazio.', fix: 'Escreva um valor ou retire o dado.' },
  },
  NOT_IN_LIST: {
    status: 422,
    es: { message: '{given} no es una opción de {label_es}.', fix: 'Elija una de estas opciones: {allowed}.' },
    en: { message: '{given} is not an option of {label_en}.', fix: 'Choose one of these: {allowed}.' },
    pt: { message: '{given} não é uma opção de {label_pt}.', fix: 'Escolha uma destas opções: {allowed}.' },
  },
  BELOW_MIN: {
    status: 422,
    es: { message: '{label_es} no puede ser menor que {min}.', fix: 'Escriba un número de {min} o más.' },
    en: { message: '{label_en} may not be less than {min}.', fix: 'Enter a number of {min} or more.' },
    pt: { message: '{label_pt} não pode ser menor que {min}.', fix: 'Escreva um número igual ou maior que {min}.' },
  },
  ABOVE_MAX: {
    status: 422,
    es: { message: '{label_es} no puede ser mayor que {max}.', fix: 'Escriba un número de {max} o menos.' },
    en: { message: '{label_en} may not be more than {max}.', fix: 'Enter a number of {max} or less.' },
    pt: { message: '{label_pt} não pode ser maior que {max}.', fix: 'Escreva um número igual ou menor que {max}.' },
  },
  BAD_FORMAT: {
    status: 422,
    es: { message: '{given} no tiene la forma de {label_es}.', fix: 'Escríbalo así: {expected}' },
    en: { message: '{given} does not have the shape of {label_en}.', fix: 'Write it like this: {expected}' },
    pt: { message: '{given} não tem a forma de {label_pt}.', fix: 'Escreva assim: {expected}' },
  },
  CHECK_DIGIT: {
    status: 422,
    es: {
      message: 'El último dígito de {label_es} no coincide: debería ser {expected}.',
      fix: 'Revise {given} en el documento de donde lo tomó.',
    },
    en: {
      message: 'The last digit of {label_en} does not match: it should be {expected}.',
      fix: 'Check {given} in the document you took it from.',
    },
    pt: {
      message: 'O último dígito de {label_pt} não confere: deveria ser {expected}.',
      fix: 'Verifique {given} no documento de onde o tirou.',
    },
  },
  LINES_REQUIRED: {
    status: 422,
    es: { message: 'La solicitud no tiene ninguna mercancía.', fix: 'Agregue al menos una línea de mercancía.' },
    en: { message: 'The application has no goods.', fix: 'Add at least one goods line.' },
    pt: { message: 'O pedido não tem nenhuma mercadoria.', fix: 'Acrescente pelo menos uma linha de mercadoria.' },
  },
  LINES_NOT_ASKED: {
    status: 422,
    es: { message: 'Este trámite no pide líneas de mercancía.', fix: 'Quite las líneas de mercancía.' },
    en: { message: 'This procedure does not ask for goods lines.', fix: 'Remove the goods lines.' },
    pt: { message: 'Este trâmite não pede linhas de mercadoria.', fix: 'Retire as linhas de mercadoria.' },
  },
  TOO_MANY_LINES: {
    status: 422,
    es: {
      message: 'Hay {lines} líneas y se admiten {max}.',
      fix: 'Divida la solicitud en otras de {max} líneas o menos.',
    },
    en: {
      message: 'There are {lines} lines and {max} are allowed.',
      fix: 'Split the application into parts of {max} lines or fewer.',
    },
    pt: {
      message: 'Há {lines} linhas e admitem-se {max}.',
      fix: 'Divida o pedido em outros de {max} linhas ou menos.',
    },
  },
  DOCUMENT_MISSING: {
    status: 422,
    es: { message: 'Falta este documento: {label_es}.', fix: 'Adjunte el documento {label_es}.' },
    en: { message: 'This document is missing: {label_en}.', fix: 'Attach the document {label_en}.' },
    pt: { message: 'Falta este documento: {label_pt}.', fix: 'Anexe o documento {label_pt}.' },
  },
  TEXT_EXPECTED: {
    status: 422,
    es: { message: '{label_es} debe ser un texto.', fix: 'Escriba el valor entre comillas, como texto.' },
    en: { message: '{label_en} must be text.', fix: 'Send the value in quotation marks, as text.' },
    pt: { message: '{label_pt} deve ser um texto.', fix: 'Escreva o valor entre aspas, como texto.' },
  },
  TEXT_TOO_LONG: {
    status: 422,
    es: {
      message: '{label_es} tiene {length} caracteres y se admiten {max}.',
      fix: 'Acorte el texto a {max} caracteres.',
    },
    en: {
      message: '{label_en} has {length} characters and {max} are allowed.',
      fix: 'Shorten the text to {max} characters.',
    },
    pt: {
      message: '{label_pt} tem {length} caracteres e admitem-se {max}.',
      fix: 'Encurte o texto para {max} caracteres.',
    },
  },
  TEXT_NOT_TRIMMED: {
    status: 422,
    es: { message: '{label_es} empieza o termina con espacios.', fix: 'Escriba: {corrected}' },
    en: { message: '{label_en} starts or ends with spaces.', fix: 'Write: {corrected}' },
    pt: { message: '{label_pt} começa ou termina com espaços.', fix: 'Escreva: {corrected}' },
  },
  TEXT_NOT_NFC: {
    status: 422,
    es: {
      message: 'Los acentos de {label_es} no están en la forma Unicode NFC.',
      fix: 'Vuelva a escribir el texto, o normalícelo a NFC antes de enviarlo.',
    },
    en: {
      message: 'The accents of {label_en} are not in Unicode form NFC.',
      fix: 'Type the text again, or normalise it to NFC before sending it.',
    },
    pt: {
      message: 'Os acentos de {label_pt} não estão na forma Unicode NFC.',
      fix: 'Escreva o texto de novo, ou normalize-o para NFC antes de enviar.',
    },
  },
  TEXT_CONTROL: {
    status: 422,
    es: {
      message: '{label_es} contiene caracteres que no se ven, como un salto de línea.',
      fix: 'Escriba el texto en una sola línea y sin caracteres de control.',
    },
    en: {
      message: '{label_en} holds characters that cannot be seen, such as a line break.',
      fix: 'Write the text on one line, without control characters.',
    },
    pt: {
      message: '{label_pt} contém caracteres que não se veem, como uma quebra de linha.',
      fix: 'Escreva o texto numa só linha e sem caracteres de controle.',
    },
  },
  NUMBER_AS_TEXT: {
    status: 422,
    es: {
      message: '{label_es} llegó como número y debe llegar como texto.',
      fix: 'Envíe "{corrected}", entre comillas.',
    },
    en: {
      message: '{label_en} came as a number and must come as text.',
      fix: 'Send "{corrected}", in quotation marks.',
    },
    pt: {
      message: '{label_pt} chegou como número e deve chegar como texto.',
      fix: 'Envie "{corrected}", entre aspas.',
    },
    example: '"28.50"',
  },
  DECIMAL_COMMA: {
    status: 422,
    es: { message: '{given} no se puede leer: los decimales llevan punto.', fix: 'Escriba {corrected}' },
    en: { message: '{given} cannot be read: decimals take a point.', fix: 'Write {corrected}' },
    pt: { message: '{given} não pode ser lido: os decimais levam ponto.', fix: 'Escreva {corrected}' },
    example: '28.50',
  },
  NUMBER_AMBIGUOUS: {
    status: 422,
    es: {
      message: '{given} puede leerse de dos maneras.',
      fix: 'Escriba {corrected} o {other}, según lo que quiso decir.',
    },
    en: { message: '{given} can be read in two ways.', fix: 'Write {corrected} or {other}, whichever you meant.' },
    pt: {
      message: '{given} pode ser lido de duas maneiras.',
      fix: 'Escreva {corrected} ou {other}, conforme o que quis dizer.',
    },
    example: '1234.00',
  },
  NOT_A_NUMBER: {
    status: 422,
    es: { message: '{given} no es un número.', fix: 'Escriba solo cifras, con punto si hay decimales.' },
    en: { message: '{given} is not a number.', fix: 'Write digits only, with a point if there are decimals.' },
    pt: { message: '{given} não é um número.', fix: 'Escreva só algarismos, com ponto se houver decimais.' },
    example: '28.50',
  },
  NEGATIVE_VALUE: {
    status: 422,
    es: { message: '{label_es} no puede ser negativo.', fix: 'Escriba cero o un número mayor.' },
    en: { message: '{label_en} may not be negative.', fix: 'Enter zero or a greater number.' },
    pt: { message: '{label_pt} não pode ser negativo.', fix: 'Escreva zero ou um número maior.' },
  },
  TOO_MANY_DECIMALS: {
    status: 422,
    es: {
      message: '{label_es} admite {max} decimales como máximo.',
      fix: 'Redondee usted el valor a {max} decimales.',
    },
    en: { message: '{label_en} takes {max} decimals at most.', fix: 'Round the value yourself to {max} decimals.' },
    pt: { message: '{label_pt} admite no máximo {max} decimais.', fix: 'Arredonde você o valor para {max} decimais.' },
  },
  YES_NO_EXPECTED: {
    status: 422,
    es: { message: '{label_es} se contesta con sí o no.', fix: 'Elija sí o no (true o false, sin comillas).' },
    en: {
      message: '{label_en} is answered with yes or no.',
      fix: 'Choose yes or no (true or false, without quotation marks).',
    },
    pt: { message: '{label_pt} responde-se com sim ou não.', fix: 'Escolha sim ou não (true ou false, sem aspas).' },
    example: 'true',
  },
  NOT_A_DAY: {
    status: 422,
    es: { message: '{given} no es un día del calendario.', fix: 'Escriba una fecha que exista, como año-mes-día.' },
    en: { message: '{given} is not a day of the calendar.', fix: 'Enter a date that exists, as year-month-day.' },
    pt: { message: '{given} não é um dia do calendário.', fix: 'Escreva uma data que exista, como ano-mês-dia.' },
    example: '2026-06-16',
  },
  QUANTITY_EXPECTED: {
    status: 422,
    es: { message: '{label_es} necesita una cantidad y su unidad.', fix: 'Escriba la cantidad y elija la unidad.' },
    en: { message: '{label_en} needs an amount and its unit.', fix: 'Enter the amount and choose the unit.' },
    pt: {
      message: '{label_pt} precisa de uma quantidade e da sua unidade.',
      fix: 'Escreva a quantidade e escolha a unidade.',
    },
    example: '{"value": "2000", "unit": "LTR"}',
  },
  UNIT_MEANT: {
    status: 422,
    es: {
      message: '{given} no es un código de unidad.',
      fix: 'Escriba {corrected}, el código de la Recomendación 20.',
    },
    en: { message: '{given} is not a unit code.', fix: 'Write {corrected}, the code of Recommendation 20.' },
    pt: { message: '{given} não é um código de unidade.', fix: 'Escreva {corrected}, o código da Recomendação 20.' },
    example: 'KGM',
  },
  UNKNOWN_UNIT_CODE: {
    status: 422,
    es: { message: '{given} no es un código de unidad.', fix: 'Elija una unidad de la Recomendación 20 de la ONU.' },
    en: { message: '{given} is not a unit code.', fix: 'Choose a unit of UN Recommendation 20.' },
    pt: { message: '{given} não é um código de unidade.', fix: 'Escolha uma unidade da Recomendação 20 da ONU.' },
    example: 'KGM',
  },
  UNIT_NOT_ACCEPTED: {
    status: 422,
    es: {
      message: 'Esta unidad de {label_es} no se puede convertir en {unit}.',
      fix: 'Exprese la cantidad en {unit} o en una unidad que se convierta en ella.',
    },
    en: {
      message: 'This unit of {label_en} does not convert into {unit}.',
      fix: 'Give the quantity in {unit}, or in a unit that converts into it.',
    },
    pt: {
      message: 'Esta unidade de {label_pt} não se converte em {unit}.',
      fix: 'Exprima a quantidade em {unit} ou numa unidade que se converta nela.',
    },
  },
  MONEY_EXPECTED: {
    status: 422,
    es: { message: '{label_es} necesita un importe y su moneda.', fix: 'Escriba el importe y elija la moneda.' },
    en: { message: '{label_en} needs an amount and its currency.', fix: 'Enter the amount and choose the currency.' },
    pt: { message: '{label_pt} precisa de um valor e da sua moeda.', fix: 'Escreva o valor e escolha a moeda.' },
    example: '{"amount": "1860.00", "currency": "USD"}',
  },
  UNKNOWN_CURRENCY: {
    status: 422,
    es: { message: '{given} no es un código de moneda.', fix: 'Escriba el código ISO 4217 de tres letras.' },
    en: { message: '{given} is not a currency code.', fix: 'Write the three-letter code of ISO 4217.' },
    pt: { message: '{given} não é um código de moeda.', fix: 'Escreva o código ISO 4217 de três letras.' },
    example: 'USD',
  },
  CURRENCY_NOT_ACCEPTED: {
    status: 422,
    es: {
      message: 'La tasa se calcula sobre {label_es} y debe estar en {currency}.',
      fix: 'Exprese el importe en {currency}.',
    },
    en: {
      message: 'The fee is computed on {label_en}, which must be in {currency}.',
      fix: 'Give the amount in {currency}.',
    },
    pt: {
      message: 'A taxa calcula-se sobre {label_pt}, que deve estar em {currency}.',
      fix: 'Exprima o valor em {currency}.',
    },
  },
  PARTY_EXPECTED: {
    status: 422,
    es: {
      message: '{label_es} necesita al menos un nombre.',
      fix: 'Escriba el nombre y, si lo tiene, el número tributario.',
    },
    en: { message: '{label_en} needs at least a name.', fix: 'Enter the name and, if there is one, the tax number.' },
    pt: { message: '{label_pt} precisa pelo menos de um nome.', fix: 'Escreva o nome e, se o tiver, o número fiscal.' },
    example: '{"name": "Agrofarma Norte SAC", "id": "20556677884", "country": "PE"}',
  },
  PARTY_NAME_REQUIRED: {
    status: 422,
    es: { message: 'Falta el nombre en {label_es}.', fix: 'Escriba el nombre o razón social.' },
    en: { message: 'The name is missing in {label_en}.', fix: 'Enter the name of the person or firm.' },
    pt: { message: 'Falta o nome em {label_pt}.', fix: 'Escreva o nome ou a razão social.' },
  },
  TAXID_CHECK_DIGIT: {
    status: 422,
    es: {
      message: '{given} no es un número tributario válido de {country}.',
      fix: 'Revise las cifras: el dígito de control no coincide.',
    },
    en: {
      message: '{given} is not a valid tax number of {country}.',
      fix: 'Check the digits: the check digit does not agree.',
    },
    pt: {
      message: '{given} não é um número fiscal válido de {country}.',
      fix: 'Verifique os algarismos: o dígito de controle não confere.',
    },
    example: '20556677884',
  },
  UNKNOWN_COUNTRY: {
    status: 422,
    es: { message: '{given} no es un código de país.', fix: 'Elija el país de la lista (ISO 3166, dos letras).' },
    en: { message: '{given} is not a country code.', fix: 'Choose the country from the list (ISO 3166, two letters).' },
    pt: { message: '{given} não é um código de país.', fix: 'Escolha o país da lista (ISO 3166, duas letras).' },
    example: 'PE',
  },
  BAD_LOCATION: {
    status: 422,
    es: {
      message: '{given} no es un código de lugar.',
      fix: 'Elija el lugar por su código UN/LOCODE de cinco letras.',
    },
    en: { message: '{given} is not a place code.', fix: 'Choose the place by its five-letter UN/LOCODE.' },
    pt: {
      message: '{given} não é um código de lugar.',
      fix: 'Escolha o lugar pelo seu código UN/LOCODE de cinco letras.',
    },
    example: 'PECLL',
  },
  BAD_HS: {
    status: 422,
    es: { message: '{given} no es un código arancelario.', fix: 'Escriba de 6 a 12 cifras, sin puntos.' },
    en: { message: '{given} is not a tariff code.', fix: 'Write 6 to 12 digits, without points.' },
    pt: { message: '{given} não é um código tarifário.', fix: 'Escreva de 6 a 12 algarismos, sem pontos.' },
    example: '380891',
  },
  BAD_CAS: {
    status: 422,
    es: { message: '{given} no tiene la forma de un número CAS.', fix: 'Escriba el número con sus dos guiones.' },
    en: { message: '{given} does not have the form of a CAS number.', fix: 'Write the number with its two hyphens.' },
    pt: { message: '{given} não tem a forma de um número CAS.', fix: 'Escreva o número com os seus dois hífens.' },
    example: '121-75-5',
  },
  CAS_CHECK_DIGIT: {
    status: 422,
    es: {
      message: 'El último dígito del número CAS {given} no coincide con los demás.',
      fix: 'Revise el número en la hoja de seguridad y corríjalo.',
    },
    en: {
      message: 'The last digit of CAS number {given} does not agree with the others.',
      fix: 'Check the number on the safety data sheet and correct it.',
    },
    pt: {
      message: 'O último dígito do número CAS {given} não confere com os outros.',
      fix: 'Verifique o número na ficha de segurança e corrija-o.',
    },
    example: '121-75-5',
  },
} as const satisfies Record<string, ProblemText>
