package dev.carbide.offheap.memory;

/** A room for one thread: time passes only while that waits, and then fast. */
final class VirtualTime extends WaitingRoom {
    private long nanos;

    @Override
    void await(long seen) {
        nanos += MemoryArbiter.PATIENCE_NANOS / 4;
    }

    @Override
    long nanoTime() {
        return nanos;
    }
}
