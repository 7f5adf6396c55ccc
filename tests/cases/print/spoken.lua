-- A text as it should be heard, for pandoc's plain writer: each note behind its call, and behind the point or comma
-- that follows; each address behind the words that are the link; lists without marks, tables as rows, nothing raised.

local function shown(target)
  return (target:gsub("^https://", ""))
end

local function said(element)
  if element.t == "Note" then
    return pandoc.utils.blocks_to_inlines(element.content, { pandoc.Space() })
  elseif element.t == "Link" and element.target:match("^https?://") then
    if pandoc.utils.stringify(element) == element.target then
      return nil -- it is set as itself
    end
    return { pandoc.Str(shown(element.target)) }
  end
end

local function inlines(list)
  local out, waiting = pandoc.List(), pandoc.List()
  for _, element in ipairs(list) do
    local closes = element.t == "Str" and element.text:match("^[.,;:!?]")
    if #waiting > 0 and not closes then
      out:extend(waiting)
      waiting = pandoc.List()
    end
    local note = said(element)
    if element.t == "Link" then
      local itself = pandoc.utils.stringify(element) == element.target
      out:extend(itself and { pandoc.Str(shown(element.target)) } or element.content)
    elseif element.t ~= "Note" then
      out:insert(element)
    end
    if note then
      waiting:insert(pandoc.Space())
      waiting:extend(note)
      waiting:insert(pandoc.Space())
    end
  end
  out:extend(waiting)
  return out
end

local function blocks(items)
  local out = pandoc.List()
  for _, item in ipairs(items) do
    out:insert(pandoc.Div(item))
  end
  return out
end

local function row(cells)
  local out = pandoc.List()
  for _, cell in ipairs(cells) do
    out:extend(pandoc.utils.blocks_to_inlines(cell, { pandoc.Space() }))
    out:insert(pandoc.Space())
  end
  return pandoc.Para(out)
end

return {
  { Inlines = inlines },
  {
    Emph = function(e) return e.content end,
    Strong = function(e) return e.content end,
    Image = function() return {} end,
    HorizontalRule = function() return {} end,
    BulletList = function(e) return blocks(e.content) end,
    OrderedList = function(e) return blocks(e.content) end,
    Figure = function(e) return e.caption.long end,
    DefinitionList = function(e)
      local out = pandoc.List()
      for _, item in ipairs(e.content) do
        out:insert(pandoc.Para(item[1]))
        out:extend(blocks(item[2]))
      end
      return out
    end,
    Table = function(e)
      local simple = pandoc.utils.to_simple_table(e)
      local out = pandoc.List({ pandoc.Para(simple.caption), row(simple.headers) })
      for _, cells in ipairs(simple.rows) do
        out:insert(row(cells))
      end
      return out
    end,
  },
}
