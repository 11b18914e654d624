package dev.carbide.offheap.memory;

import java.util.Map;
import java.util.TreeMap;

/** How often, how much and why a consumer was written out. Thread-safe. */
public final class SpillCounts {
    private final Map<String, Long> bytesByCause = new TreeMap<>();
    private final Map<String, Long> spillsByCause = new TreeMap<>();
    private volatile long spills;
    private long bytes;
    private long nanos;

    synchronized void add(String cause, long freedBytes, long tookNanos) {
        spills++;
        bytes += freedBytes;
        nanos += tookNanos;
        bytesByCause.merge(cause, freedBytes, Long::sum);
        spillsByCause.merge(cause, 1L, Long::sum);
    }

    public long spills() {
        return spills;
    }

    /** Memory freed. */
    public synchronized long bytes() {
        return bytes;
    }

    public synchronized long nanos() {
        return nanos;
    }

    /** Memory freed, by who needed it: the consumer itself, a requester by the path of its pool, or the host. */
    public synchronized Map<String, Long> bytesByCause() {
        return Map.copyOf(bytesByCause);
    }

    /** How often, by who needed it. */
    public synchronized Map<String, Long> spillsByCause() {
        return Map.copyOf(spillsByCause);
    }
}
