package dev.carbide.kernel.schedule;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.Column;
import dev.carbide.operators.runtime.BatchOutput;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Carries batches from the pipeline that ends in the result to the one who reads it. Bounded by batches and bytes: beyond the
 * bounds no batch should be begun ({@link #hasRoom}), but what comes of those begun may take several times as much before
 * it is refused, so that work rarely stops in the middle of a batch. One batch always fits. Whatever is in it, and the batch handed out last, belongs to the queue, which releases it.
 *
 * <p>Producers never wait: {@link #offer} refuses, and {@code roomMade} runs (outside the lock) once the queue is half
 * empty again. Methods are thread-safe; {@link #poll}, {@link #take} and {@link #releaseHeld} are for the one reader.
 */
final class ResultQueue implements BatchOutput {
    private final int maxBatches;
    private final int overdraft;
    private final long maxBytes;
    private final Runnable roomMade;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Batch> batches = new ArrayDeque<>();
    private long bytes;
    private long rowsTaken;
    private long firstOffer;
    private boolean refused;
    private boolean complete;
    private boolean closed;
    private @Nullable Batch held;

    /** @param overdraft how many times its bounds it takes of what was begun while it had room */
    ResultQueue(int maxBatches, long maxBytes, int overdraft, Runnable roomMade) {
        this.overdraft = overdraft;
        this.maxBatches = maxBatches;
        this.maxBytes = maxBytes;
        this.roomMade = roomMade;
    }

    /** A closed queue takes everything, to release it at once. */
    @Override
    public boolean offer(Batch batch) {
        lock.lock();
        try {
            if (!closed) {
                long size = sizeOf(batch);
                if (!batches.isEmpty()
                        && (batches.size() >= overdraft * maxBatches || bytes + size > overdraft * maxBytes)) {
                    refused = true;
                    return false;
                }
                batches.add(batch);
                bytes += size;
                firstOffer = firstOffer == 0 ? System.nanoTime() : firstOffer;
                changed.signal();
                return true;
            }
        } finally {
            lock.unlock();
        }
        batch.release();
        return true;
    }

    /** Whether more work should be begun. After false, {@code roomMade} runs when it should. */
    boolean hasRoom() {
        lock.lock();
        try {
            boolean room = closed || batches.size() < maxBatches && bytes < maxBytes;
            refused |= !room;
            return room;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** The next batch if there is one; it stays valid until {@link #releaseHeld}, which must have been called before. */
    @Nullable
    Batch poll() {
        boolean wake;
        Batch batch;
        lock.lock();
        try {
            batch = batches.poll();
            if (batch == null) {
                return null;
            }
            held = batch;
            bytes -= sizeOf(batch);
            rowsTaken += batch.selectedCount();
            wake = refused && batches.size() <= maxBatches / 2 && bytes <= maxBytes / 2;
            refused &= !wake;
        } finally {
            lock.unlock();
        }
        if (wake) {
            roomMade.run();
        }
        return batch;
    }

    /** As {@link #poll}, but waits: null when all was taken and the queue is complete, or when it is closed. */
    @Nullable
    Batch take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (batches.isEmpty() && !complete && !closed) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
        return poll();
    }

    /** Whether {@link #take} would not wait. */
    boolean isDecided() {
        lock.lock();
        try {
            return !batches.isEmpty() || complete || closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the life of the batch handed out last, if any. Under the lock: {@link #isDrained} must not be true before. */
    void releaseHeld() {
        lock.lock();
        try {
            Batch last = held;
            if (last != null) {
                last.release();
                held = null;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come. */
    void complete() {
        lock.lock();
        try {
            complete = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody wants more: releases all but the batch handed out, and lets producers find out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            batches.forEach(Batch::release);
            batches.clear();
            bytes = 0;
            changed.signal();
        } finally {
            lock.unlock();
        }
        roomMade.run();
    }

    /** Whether it holds no batch, queued or handed out, and never will again. */
    boolean isDrained() {
        lock.lock();
        try {
            return batches.isEmpty() && held == null && (complete || closed);
        } finally {
            lock.unlock();
        }
    }

    /** Rows of all batches handed out. */
    long rowsTaken() {
        lock.lock();
        try {
            return rowsTaken;
        } finally {
            lock.unlock();
        }
    }

    /** When the first batch came, by {@link System#nanoTime}; 0 before. */
    long firstOffer() {
        lock.lock();
        try {
            return firstOffer;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of rows and view buffers; what batches share anyway (dictionaries, constants) does not count. */
    private static long sizeOf(Batch batch) {
        long size = 0;
        for (int index = 0; index < batch.columnCount(); index++) {
            Column column = batch.column(index);
            size += switch (column.encoding()) {
                case FLAT -> (long) column.length() << column.type().physical().shift();
                case DICTIONARY -> 4L * column.length();
                case CONSTANT -> 0;
            };
            for (int buffer = 0; buffer < column.buffers().count(); buffer++) {
                size += column.buffers().segment(buffer).byteSize();
            }
        }
        return size;
    }
}
