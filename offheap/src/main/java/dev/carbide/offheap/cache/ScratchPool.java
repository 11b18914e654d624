package dev.carbide.offheap.cache;

import java.util.concurrent.LinkedBlockingQueue;

/**
 * The work spaces of a cache, taken once and then there for whoever evicts or compresses. Whoever has one neither takes
 * memory nor a second one until it is given back, so that nobody waits for long. Thread-safe.
 */
final class ScratchPool implements AutoCloseable {
    private static final int SPACES = 2;

    private final LinkedBlockingQueue<FrameScratch> free = new LinkedBlockingQueue<>();

    ScratchPool(CacheMemory memory) {
        try {
            for (int space = 0; space < SPACES; space++) {
                free.add(new FrameScratch(memory, FrameScratch.RAW_BYTES));
            }
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    FrameScratch take() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return free.take();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void giveBack(FrameScratch scratch) {
        free.add(scratch);
    }

    @Override
    public void close() {
        for (FrameScratch scratch = free.poll(); scratch != null; scratch = free.poll()) {
            scratch.close();
        }
    }
}
