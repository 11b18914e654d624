package dev.carbide.cli.tpch;

import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.column.BatchBuilder;
import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.memory.MemoryPool;
import dev.carbide.offheap.memory.PageAllocator;
import io.trino.tpch.TextPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Generates relations: several threads make parts of a relation, the calling thread gets their batches in order, so that
 * the same scale gives the same rows in the same order on any number of threads. At most two parts per thread wait at a
 * time. For one thread, but for {@link #cancel} and {@link #progress}.
 *
 * <p>The generator's text, 300 MB, lies on the Java heap while the process lives.
 */
public final class TpchGenerator implements AutoCloseable {
    private static final int PART_ROWS = 4 * Batch.MAX_ROWS;
    private static final int WAITING_PARTS = 2;

    private final double scale;
    private final int threads;
    private final MemoryPool pool;
    private final PageAllocator pages;
    private final ExecutorService workers;
    private volatile double progress;
    private volatile boolean cancelled;
    private volatile boolean abandoned;

    /** @param pool charged with the batches under way */
    public TpchGenerator(double scale, int threads, MemoryPool pool, PageAllocator pages) {
        this.scale = TpchScale.require(scale);
        this.threads = threads;
        this.pool = pool;
        this.pages = pages;
        this.workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("carbide-tpch-", 0).factory());
    }

    /** Makes the text that comments are cut from, unless this process has it already: some seconds of work. */
    public static void prepareText() {
        TextPool.getDefaultTextPool();
    }

    /**
     * Generates one relation.
     *
     * @param sink gets the batches in order, on this thread; a batch is valid until it returns
     * @return rows
     * @throws CancelledException after {@link #cancel}
     * @throws dev.carbide.offheap.error.MemoryLimitException if the pool has no room for the batches under way
     */
    public long generate(TpchRelation relation, Consumer<Batch> sink) {
        progress = 0;
        abandoned = false;
        int parts = (int) Math.clamp(relation.rows(scale) / PART_ROWS, 1, Math.max(1, relation.units(scale)));
        Deque<Future<List<Batch>>> waiting = new ArrayDeque<>();
        long rows = 0;
        try {
            int submitted = 0;
            for (int part = 1; part <= parts; part++) {
                while (submitted < parts && waiting.size() < threads * WAITING_PARTS) {
                    int next = ++submitted;
                    waiting.add(workers.submit(() -> batches(relation.part(scale, next, parts), relation)));
                }
                rows += drain(await(waiting.remove()), sink);
                progress = (double) part / parts;
            }
            return rows;
        } finally {
            abandoned = true;
            waiting.forEach(TpchGenerator::discard);
        }
    }

    private List<Batch> batches(TpchPart part, TpchRelation relation) {
        List<Batch> batches = new ArrayList<>();
        try (BatchBuilder builder = new BatchBuilder(relation.types(), Batch.MAX_ROWS, pool, pages)) {
            for (Batch batch = part.next(builder); batch != null; batch = part.next(builder)) {
                batches.add(batch);
                requireNotCancelled();
            }
            return batches;
        } catch (Throwable e) {
            batches.forEach(Batch::release);
            throw e;
        }
    }

    private long drain(List<Batch> batches, Consumer<Batch> sink) {
        long rows = 0;
        int released = 0;
        try {
            for (Batch batch : batches) {
                requireNotCancelled();
                sink.accept(batch);
                rows += batch.rowCount();
                batch.release();
                released++;
            }
            return rows;
        } finally {
            batches.subList(released, batches.size()).forEach(Batch::release);
        }
    }

    private static <T> T await(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void discard(Future<List<Batch>> future) {
        try {
            await(future).forEach(Batch::release);
        } catch (RuntimeException failed) {
            // The failure of an earlier part is what counts.
        }
    }

    private void requireNotCancelled() {
        if (cancelled || abandoned) {
            throw new CancelledException("Generating TPC-H was cancelled");
        }
    }

    /** The share of the current relation that is done, 0 to 1. From any thread. */
    public double progress() {
        return progress;
    }

    /** Ends the generation within a batch or so. From any thread. */
    public void cancel() {
        cancelled = true;
    }

    @Override
    public void close() {
        workers.shutdown();
    }
}
