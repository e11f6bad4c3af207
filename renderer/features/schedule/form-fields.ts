import type { FormFault, PolicyForm } from './policy-form.ts';

/** What every part of the editor knows. */
export interface FormPart {
  readonly form: PolicyForm;
  readonly onChange: (form: PolicyForm) => void;
}

/** A part with fields that may not be taken as they are written. */
export interface FaultyPart extends FormPart {
  readonly faultOf: (field: FormFault) => string | undefined;
}

/** The fault of a field as its property: none where there is none. */
export function withFault(fault: string | undefined): { readonly fault?: string } {
  return fault === undefined ? {} : { fault };
}
