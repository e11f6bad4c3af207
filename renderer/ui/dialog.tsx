import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useFocusReturn } from './focus.ts';

interface DialogProps {
  /** The question, or what it is about. */
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons, the one that acts last. */
  readonly buttons: ReactNode;
  /** `alertdialog` for what destroys or interrupts. */
  readonly role?: 'dialog' | 'alertdialog';
  readonly wide?: boolean;
}

/** A dialog over the page, open for as long as it is rendered. Escape and a click beside it close it. */
export function Dialog({ title, onClose, children, buttons, role = 'dialog', wide = false }: DialogProps): ReactNode {
  useFocusReturn();
  return (
    <ModalOverlay
      isOpen
      isDismissable={role === 'dialog'}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      className="veil"
    >
      <Modal className={wide ? 'modal modal-wide' : 'modal'}>
        <AriaDialog role={role} className="dialog">
          <Heading slot="title" className="dialog-title">
            {title}
          </Heading>
          <div className="dialog-body">{children}</div>
          <div className="dialog-buttons">{buttons}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
