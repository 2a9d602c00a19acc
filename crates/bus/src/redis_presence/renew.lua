-- KEYS: a sorted set for each person. ARGV: the instance; then for each person `online` or `away`, and the life in ms.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local mine = { online = ARGV[1] .. ':online', away = ARGV[1] .. ':away' }
for i, key in ipairs(KEYS) do
    local other = ARGV[2 * i] == 'online' and mine.away or mine.online
    redis.call('ZREM', key, other)
    redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
    redis.call('ZADD', key, now + ARGV[2 * i + 1], mine[ARGV[2 * i]])
    -- The set ends with the last lease in it.
    redis.call('PEXPIREAT', key, redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')[2])
end
