-- One session of a person with Neovim, by keystrokes: run with -S. The name of each step
-- goes to the file SESSION_LOG; the first that fails ends Neovim with an error.

local uv = vim.loop
local PATIENCE = 20000

-- Headless, Neovim mixes its own messages into the standard output.
local log = assert(io.open(assert(os.getenv('SESSION_LOG')), 'w'))

local function say(text)
  log:write(text .. '\n')
  log:flush()
end

-- Gives Neovim's own loop the time to read keys and messages.
local function pause(milliseconds)
  local here = coroutine.running()
  vim.defer_fn(function()
    local fine, problem = coroutine.resume(here)
    if not fine then
      io.stderr:write(debug.traceback(here, tostring(problem)) .. '\n')
      vim.cmd('cquit 1')
    end
  end, milliseconds)
  coroutine.yield()
end

local function wait(what, condition)
  local start = uv.now()
  while true do
    local result = condition()
    if result then
      return result
    end
    if uv.now() - start > PATIENCE then
      local messages = vim.api.nvim_exec('messages', true)
      error(('waited in vain for %s\n%s\n%s'):format(what, vim.inspect(vim.diagnostic.get(0)), messages))
    end
    pause(10)
  end
end

local function same(found, expected, what)
  if not vim.deep_equal(found, expected) then
    error(('%s: expected %s, found %s'):format(what, vim.inspect(expected), vim.inspect(found)))
  end
end

local function press(keys)
  vim.api.nvim_input(keys)
  pause(20)
end

-- Rule, line and column of what is reported, both from 1, the column in bytes.
local function reported()
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do
    found[#found + 1] = ('%s %d:%d-%d'):format(one.code, one.lnum + 1, one.col + 1, one.end_col + 1)
  end
  table.sort(found)
  return found
end

local function line(number)
  return vim.api.nvim_buf_get_lines(0, number - 1, number, true)[1]
end

local function place(text, number)
  return assert(line(number):find(text, 1, true), text .. ' in line ' .. number)
end

local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return window
    end
  end
end

local function session()
  local version = vim.version()
  say(('Neovim %d.%d.%d'):format(version.major, version.minor, version.patch))
  vim.cmd('filetype on')
  vim.cmd('edit codemagic.yaml')
  same(vim.bo.filetype, 'yaml', 'file type')

  local function all(number)
    return function()
      return #vim.diagnostic.get(0) == number
    end
  end
  wait('diagnostics', all(3))
  local pods = place('1.10', 10)
  same(reported(), {
    'asc-integration-undeclared 19:15-26',
    'unknown-key 9:5-22',
    ('version-loses-zero 10:%d-%d'):format(pods, pods + 4),
  }, 'diagnostics')
  say('opened')

  -- Behind an umlaut and an emoji, columns are what they were before, and a word more.
  press('10Gf🚀iüß🍏 <Esc>')
  same(line(10), '    environment: { vars: { GRUSS: "Grüße üß🍏 🚀" }, <<: *tools, cocoapods: 1.10 }', 'typed text')
  local moved = place('1.10', 10)
  same(moved, pods + 9, 'typed bytes')
  wait('moved diagnostics', function()
    return vim.tbl_contains(reported(), ('version-loses-zero 10:%d-%d'):format(moved, moved + 4))
  end)
  press('u')
  wait('diagnostics after undo', function()
    return vim.tbl_contains(reported(), ('version-loses-zero 10:%d-%d'):format(pods, pods + 4))
  end)
  say('edited')

  press('9Gfm:lua vim.lsp.buf.code_action()<CR>')
  wait('a fix', function()
    return line(9) == '    max_build_duration: 60'
  end)
  wait('diagnostics of the fixed file', all(2))
  say('fixed')

  press('9Gfm:lua vim.lsp.buf.hover()<CR>')
  local window = wait('hover', floating)
  local text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), '\n')
  assert(text:find('max_build_duration', 1, true), text)
  vim.api.nvim_win_close(window, true)
  say('hovered')

  -- That of 0.7 would make the line a part of the value above.
  vim.bo.indentexpr = ''
  press('9Goworking_dir<C-x><C-o>')
  local words = wait('completion', function()
    local info = vim.fn.complete_info({ 'mode', 'items' })
    return #info.items > 0 and info.items
  end)
  local offered = vim.tbl_map(function(item)
    return (item.word:match('^[%w_]+'))
  end, words)
  same(offered[1], 'working_directory', 'first offer')
  press('<C-e><Esc>u')
  wait('undone completion', function()
    return line(10):find('environment', 1, true)
  end)
  say('completed')

  press('3Gf&l:lua vim.lsp.buf.rename("werkzeug")<CR>')
  wait('rename', function()
    return line(3) == '  tools: &werkzeug'
  end)
  same(line(10), '    environment: { vars: { GRUSS: "Grüße 🚀" }, <<: *werkzeug, cocoapods: 1.10 }', 'renamed alias')
  say('renamed')

  press(':write<CR>')
  wait('a written file', function()
    return not vim.bo.modified
  end)
  local lines = vim.fn.readfile('codemagic.yaml')
  same(lines, vim.api.nvim_buf_get_lines(0, 0, -1, true), 'file')
  say('written')

  vim.lsp.codelens.refresh()
  local lenses = wait('code lenses', function()
    local found = vim.lsp.codelens.get(0)
    return #found > 0 and found
  end)
  vim.api.nvim_win_set_cursor(0, { lenses[1].range.start.line + 1, 0 })
  press(':lua vim.lsp.codelens.run()<CR>')
  wait('what triggers the workflow', function()
    return vim.bo.buftype == 'nofile' and vim.bo.filetype == 'markdown' and line(1) ~= ''
  end)
  press(':bwipeout<CR>')
  say('explained')

  vim.cmd('edit other.yaml')
  pause(200)
  same(#vim.lsp.buf_get_clients(0), 0, 'servers of another YAML file')
  say('left alone')
end

-- What a person would choose from the menu.
vim.ui.select = function(items, options, choose)
  for index, item in ipairs(items) do
    local title = (options.format_item or tostring)(item)
    if title:find('max_build_duration', 1, true) or title:find('what triggers this', 1, true) then
      return choose(item, index)
    end
  end
  error('no such choice in ' .. vim.inspect(items))
end

vim.defer_fn(function()
  local run = coroutine.create(function()
    session()
    vim.cmd('quitall!')
  end)
  local fine, problem = coroutine.resume(run)
  if not fine then
    io.stderr:write(debug.traceback(run, tostring(problem)) .. '\n')
    vim.cmd('cquit 1')
  end
end, 0)
