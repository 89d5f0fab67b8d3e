# Types into an interactive zsh, in a terminal of its own, and prints what the shell
# makes of it.
#
#   zsh -f zsh-completion.zsh FOLDER TYPED UNTIL
#
# FOLDER holds the completions; UNTIL is awaited in the output.
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "fpath=($1 \$fpath); autoload -U compinit; compinit -u -D; print ready\$((1))"
zpty -r shell output '*ready1*'
zpty -n -w shell "$2"$'\t'
zpty -r shell output "*$3*"
print -r -- $output
zpty -d shell
