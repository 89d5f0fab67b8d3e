;;; codemagic-lint for Eglot, which Emacs has from version 29 on  -*- lexical-binding: t -*-

(require 'eglot)

;; A mode of its own, so that Eglot starts no server for other YAML files. Where
;; `yaml-mode' or `yaml-ts-mode' is installed, let it be the parent.
(define-derived-mode codemagic-mode text-mode "Codemagic"
  "Mode for codemagic.yaml."
  (setq-local comment-start "# "
              indent-tabs-mode nil))

(add-to-list 'auto-mode-alist '("/codemagic\\.ya?ml\\'" . codemagic-mode))
(add-to-list 'eglot-server-programs '(codemagic-mode . ("codemagic-lint" "lsp")))
(add-hook 'codemagic-mode-hook #'eglot-ensure)
