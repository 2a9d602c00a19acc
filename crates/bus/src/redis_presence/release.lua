-- KEYS: a sorted set for each person. ARGV: the instance that gives up what it holds.
for _, key in ipairs(KEYS) do
    redis.call('ZREM', key, ARGV[1] .. ':online', ARGV[1] .. ':away')
end
