-- What the commands behind code lenses answer, in a window of its own.

local M = {}

-- The command on the server, and the file type of its text.
local FILE_TYPES = {
  ['codemagic-lint.dryRun'] = '',
  ['codemagic-lint.explainTriggers'] = 'markdown',
  ['codemagic-lint.showEffective'] = 'yaml',
}

local function show(text, filetype)
  vim.cmd('botright new')
  local buffer = vim.api.nvim_get_current_buf()
  vim.api.nvim_buf_set_lines(buffer, 0, -1, true, vim.split(text, '\n'))
  vim.bo[buffer].buftype = 'nofile'
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].swapfile = false
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].filetype = filetype
end

local function run(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  if not client then
    return
  end
  local params = { command = command.command, arguments = command.arguments }
  local function answered(problem, result)
    if problem then
      vim.notify(problem.message, vim.log.levels.ERROR)
    elseif result and result.text then
      show(result.text, FILE_TYPES[command.command])
    end
  end
  if vim.fn.has('nvim-0.11') == 1 then
    client:request('workspace/executeCommand', params, answered, context.bufnr)
  else
    client.request('workspace/executeCommand', params, answered, context.bufnr)
  end
end

-- From now on the commands open a window.
function M.setup()
  for command in pairs(FILE_TYPES) do
    vim.lsp.commands[command] = run
  end
end

return M
