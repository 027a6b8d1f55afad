-- Searches of one to three words, with and without filters, for wrk:
--   taskset -c 0 onrecord serve & taskset -c 1 wrk -t1 -c32 -d15s --latency -s benches/load.lua http://127.0.0.1:7440
local words = { "bank", "growth", "election", "oil", "talks", "price", "war", "profit", "vote", "court", "trade", "tax",
  "market", "police", "nuclear", "crisis", "debt", "strike", "peace", "water", "drug", "minister", "budget", "security" }
local filters = { "", "", "", "&kind=direct", "&act=deny", "&topic=economy", "&sort=newest", "&speaker=obama", "&since=2011" }
-- With ONRECORD_NEW=1 no question is asked twice, so that no answer can be kept.
local new = os.getenv("ONRECORD_NEW")
local n = 0
request = function()
  n = n + 1
  local query = words[n % #words + 1]
  if n % 3 ~= 0 then query = query .. "+" .. words[math.floor(n / 5) % #words + 1] end
  if new then query = query .. "+-none" .. n end
  return wrk.format("GET", "/api/search?q=" .. query .. filters[n % #filters + 1])
end
