;;; One session with Emacs and Eglot, in batch mode  -*- lexical-binding: t -*-

(setq eglot-sync-connect 10 eglot-send-changes-idle-time 0.05 flymake-no-changes-timeout 0.05
      make-backup-files nil create-lockfiles nil eglot-confirm-server-initiated-edits nil)

(defun wait (what condition)
  "Reads from the server until CONDITION gives something."
  (let ((deadline (+ (float-time) 20)) result)
    (while (not (setq result (funcall condition)))
      (when (> (float-time) deadline)
        (error "Waited in vain for %s: %S" what (reported)))
      (accept-process-output nil 0.05))
    result))

(defun reported ()
  "Texts that diagnostics are at."
  (sort (mapcar (lambda (one)
                  (buffer-substring-no-properties (flymake-diagnostic-beg one) (flymake-diagnostic-end one)))
                (flymake-diagnostics))
        #'string<))

(defun begin ()
  (find-file "codemagic.yaml")
  (unless (eq major-mode 'codemagic-mode) (error "Mode is %s" major-mode))
  ;; `eglot-ensure' waits for a command, of which there is none in batch mode.
  (apply #'eglot (eglot--guess-contact))
  (message "Emacs %s" emacs-version))

(defun check (expected)
  ;; Eglot tells changes when Emacs is idle, which it never is in batch mode.
  (eglot--signal-textDocument/didChange)
  (wait "diagnostics" (lambda () (flymake-start) (equal (reported) expected))))

(begin)
(check '("1.10" "integration" "max_build_duraton"))
(message "opened")

(goto-char (point-min))
(search-forward "GRUSS: \"")
(insert "🍏 ü ")
(check '("1.10" "integration" "max_build_duraton"))
(message "edited")

(defun choose (_prompt candidates &rest _)
  "What a person would choose from the menu."
  (seq-find (lambda (one) (string-match-p "max_build_duration" one))
            (mapcar (lambda (one) (if (consp one) (car one) one)) candidates)))

(goto-char (point-min))
(search-forward "max_build_dur")
;; A mouse, as the last event in batch mode seems to be, would want a menu of windows.
(cl-letf (((symbol-function 'completing-read) #'choose) (last-nonmenu-event ?\r))
  (eglot-code-actions (line-beginning-position) (line-end-position) "quickfix" t))
(check '("1.10" "integration"))
(message "fixed")

(let ((hover (jsonrpc-request (eglot-current-server) :textDocument/hover (eglot--TextDocumentPositionParams))))
  (unless (string-match-p "max_build_duration" (format "%S" hover)) (error "Hover is %S" hover)))
(message "hovered")

(goto-char (point-min))
(search-forward "&too")
(eglot-rename "werkzeug")
(let ((text (buffer-string)) (count 0) (start 0))
  (while (string-match "[&*]werkzeug" text start)
    (setq count (1+ count) start (match-end 0)))
  (unless (and (= count 3) (not (string-match-p "[&*]tools" text))) (error "Text is %s" text)))
(message "renamed")

(save-buffer)
(find-file "other.yaml")
(when (or (eq major-mode 'codemagic-mode) (eglot-current-server)) (error "Mode is %s" major-mode))
(message "left alone")

(set-buffer "codemagic.yaml")
(eglot-shutdown (eglot-current-server))
(message "shut down")
