import type { ProblemText } from './text.ts'

/** Refusals about inspections, samples, treatments and the certificates that rest on them (M08, M09). */
export const inspectionProblems = {
  TREATMENT_BELOW_SCHEDULE: {
    status: 422,
    es: {
      message: 'El tratamiento no alcanza: se pide {asked} y consta {told}. Diferencia: {deficit} ({law}).',
      fix: 'Repita el tratamiento o corrija el dato si lo escribió mal.',
    },
    en: {
      message: 'The treatment falls short: {asked} is asked and {told} is stated. Difference: {deficit} ({law}).',
      fix: 'Repeat the treatment, or correct the figure if it was mistyped.',
    },
    pt: {
      message: 'O tratamento não alcança: pede-se {asked} e consta {told}. Diferença: {deficit} ({law}).',
      fix: 'Repita o tratamento ou corrija o dado se o escreveu mal.',
    },
  },
  ISSUED_AFTER_DEPARTURE: {
    status: 409,
    es: {
      message: 'La mercancía salió el {departure}. Esta norma no admite un certificado posterior a la salida.',
      fix: 'Pida al solicitante que corrija la fecha de salida, o proponga denegar.',
    },
    en: {
      message: 'The goods left on {departure}. This law allows no certificate dated after departure.',
      fix: 'Ask the applicant to correct the date of departure, or propose a denial.',
    },
    pt: {
      message: 'A mercadoria saiu em {departure}. Esta norma não admite certificado posterior à saída.',
      fix: 'Peça ao requerente que corrija a data de saída, ou proponha a negativa.',
    },
  },
  INSPECTION_WINDOW: {
    status: 409,
    es: {
      message: 'La inspección {task} vale para salir hasta el {last}. La salida es el {departure}.',
      fix: 'Inspeccione de nuevo más cerca de la salida, o pida que se adelante.',
    },
    en: {
      message: 'The inspection {task} serves for goods that leave by {last}. They leave on {departure}.',
      fix: 'Inspect again closer to departure, or ask for an earlier departure.',
    },
    pt: {
      message: 'A inspeção {task} vale para sair até {last}. A saída é em {departure}.',
      fix: 'Inspecione de novo mais perto da saída, ou peça que se antecipe.',
    },
  },
  MUST_BE_SEEN: {
    status: 409,
    es: {
      message:
        'La inspección {task} debe hacerse en el lugar. Esta empresa no cumple lo que la norma pide para hacerla a distancia.',
      fix: 'Vaya al lugar y registre el resultado sin «how».',
    },
    en: {
      message:
        'The inspection {task} must be made on the spot. This firm does not meet what the law asks for a remote one.',
      fix: 'Go there and record the result without «how».',
    },
    pt: {
      message:
        'A inspeção {task} deve ser feita no local. Esta empresa não cumpre o que a norma pede para fazê-la à distância.',
      fix: 'Vá ao local e registre o resultado sem «how».',
    },
  },
  RESULT_REQUIRED: {
    status: 422,
    es: { message: 'Falta el resultado.', fix: 'Escriba conform o nonconform, o los valores que se midieron.' },
    en: { message: 'The result is missing.', fix: 'Write conform or nonconform, or the values that were measured.' },
    pt: { message: 'Falta o resultado.', fix: 'Escreva conform ou nonconform, ou os valores medidos.' },
  },
  UNKNOWN_TEST_NAME: {
    status: 422,
    es: {
      message: 'El ensayo {test} no está en la lista, o se informó dos veces.',
      fix: 'Informe una vez cada uno de: {known}.',
    },
    en: {
      message: 'The test {test} is not in the list, or was reported twice.',
      fix: 'Report each of these once: {known}.',
    },
    pt: {
      message: 'O ensaio {test} não está na lista, ou foi informado duas vezes.',
      fix: 'Informe uma vez cada um de: {known}.',
    },
  },
  TEST_MISSING: {
    status: 422,
    es: { message: 'Falta el ensayo {test}.', fix: 'Informe su valor: la norma lo pide.' },
    en: { message: 'The test {test} is missing.', fix: 'Report its value: the norm asks for it.' },
    pt: { message: 'Falta o ensaio {test}.', fix: 'Informe o seu valor: a norma o pede.' },
  },
  OUT_OF_LIMIT: {
    status: 422,
    es: {
      message: '{test} midió {value} {unit} y el límite es {limit}. No puede ser conforme.',
      fix: 'Informe nonconform, o corrija el valor si lo escribió mal.',
    },
    en: {
      message: '{test} measured {value} {unit} and the limit is {limit}. It cannot conform.',
      fix: 'Report nonconform, or correct the value if it was mistyped.',
    },
    pt: {
      message: '{test} mediu {value} {unit} e o limite é {limit}. Não pode ser conforme.',
      fix: 'Informe nonconform, ou corrija o valor se o escreveu mal.',
    },
  },
  SLOT_PAST: {
    status: 422,
    es: { message: 'Ese horario ya pasó.', fix: 'Ofrezca o elija uno que todavía no empezó.' },
    en: { message: 'That time has passed.', fix: 'Offer or choose one that has not begun.' },
    pt: { message: 'Esse horário já passou.', fix: 'Ofereça ou escolha um que ainda não começou.' },
  },
  SLOT_ORDER: {
    status: 422,
    es: { message: 'El horario termina antes de empezar.', fix: 'Corrija la hora de término.' },
    en: { message: 'The time ends before it begins.', fix: 'Correct the end.' },
    pt: { message: 'O horário termina antes de começar.', fix: 'Corrija a hora de término.' },
  },
  UNKNOWN_SLOT: {
    status: 409,
    es: {
      message: 'Ese horario no está entre los {offered} ofrecidos.',
      fix: 'Mire los horarios que ofrece el organismo y elija uno.',
    },
    en: {
      message: 'That time is not among the {offered} offered.',
      fix: 'Look at the times the agency offers, and choose one.',
    },
    pt: {
      message: 'Esse horário não está entre os {offered} oferecidos.',
      fix: 'Veja os horários que o órgão oferece e escolha um.',
    },
  },
  NO_APPOINTMENT: {
    status: 409,
    es: { message: 'No hay una cita que haya empezado.', fix: 'Espere la hora de la cita, u ofrezca horarios.' },
    en: {
      message: 'There is no appointment that has begun.',
      fix: 'Wait for the time of the appointment, or offer times.',
    },
    pt: {
      message: 'Não há um horário marcado que tenha começado.',
      fix: 'Espere a hora marcada, ou ofereça horários.',
    },
  },
  SAMPLE_TWICE: {
    status: 422,
    es: { message: 'La muestra {id} ya está registrada.', fix: 'Use el número de su propio precinto.' },
    en: { message: 'The sample {id} is recorded already.', fix: 'Use the number on its own seal.' },
    pt: { message: 'A amostra {id} já está registrada.', fix: 'Use o número do seu próprio lacre.' },
  },
} as const satisfies Readonly<Record<string, ProblemText>>
