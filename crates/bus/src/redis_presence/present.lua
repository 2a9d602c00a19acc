-- KEYS: a sorted set for each person. ARGV: the instance that asks, which knows its own leases better.
-- Answers 2 for each who is online by another instance, 1 for away, 0 for nobody.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = {}
for i, key in ipairs(KEYS) do
    found[i] = 0
    for _, member in ipairs(redis.call('ZRANGE', key, '(' .. string.format('%.0f', now), '+inf', 'BYSCORE')) do
        local instance, availability = member:match('^(.*):(%a+)$')
        if instance ~= ARGV[1] then
            found[i] = math.max(found[i], availability == 'online' and 2 or 1)
        end
    end
end
return found
