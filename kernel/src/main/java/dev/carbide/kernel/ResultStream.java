package dev.carbide.kernel;

import dev.carbide.kernel.explain.Explanation;
import dev.carbide.kernel.metrics.QueryMetrics;
import dev.carbide.kernel.metrics.QueryProgress;
import dev.carbide.kernel.schedule.ExecutionFailure;
import dev.carbide.kernel.schedule.QueryExecution;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.CarbideException;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.type.Schema;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The result of one execution, batch by batch, and the handle on that execution. Close it, in every case.
 *
 * <p>{@link #next} is for one thread at a time. {@link #cancel}, {@link #close}, {@link #progress} and {@link #metrics} are
 * for any thread at any time; but a batch that another thread still reads becomes invalid with {@link #close}.
 */
public final class ResultStream implements AutoCloseable {
    private enum State {
        OPEN,
        ENDED,
        FAILED,
        CLOSED
    }

    private final PreparedQuery query;
    private final QueryExecution execution;
    /** Held by whoever takes batches or frees them. */
    private final ReentrantLock reading = new ReentrantLock();

    private volatile State state = State.OPEN;

    ResultStream(PreparedQuery query, QueryExecution execution) {
        this.query = query;
        this.execution = execution;
    }

    /** The name of the query in this execution. */
    public String name() {
        return execution.name();
    }

    public Schema schema() {
        return query.schema();
    }

    /**
     * The next batch, waiting for it; null at the end. It is valid until the next call or {@link #close}.
     *
     * @throws QueryException once, if the query failed for a reason that the user can mend
     * @throws CancelledException if it was cancelled, by {@link #cancel}, a time-out, the end of the kernel, or because
     *     this thread was interrupted, whose interrupt status is then set
     * @throws CarbideInternalException once, if it failed for any other reason, which is the cause
     */
    public @Nullable Batch next() {
        reading.lock();
        try {
            switch (state) {
                case OPEN -> {}
                case ENDED -> {
                    return null;
                }
                case FAILED -> throw new CancelledException("Query " + name() + " has failed before");
                case CLOSED -> throw new CarbideException("The result of query " + name() + " is closed");
            }
            return take();
        } finally {
            reading.unlock();
        }
    }

    private @Nullable Batch take() {
        State outcome = State.FAILED;
        try {
            Batch batch = execution.next();
            outcome = batch == null ? State.ENDED : State.OPEN;
            return batch;
        } catch (ExecutionFailure failure) {
            throw worded(failure.getCause());
        } catch (InterruptedException interrupt) {
            execution.cancel("the thread that reads its result was interrupted");
            Thread.currentThread().interrupt();
            execution.close();
            throw new CancelledException("Query " + name() + " was cancelled: interrupted");
        } finally {
            state = outcome;
        }
    }

    private RuntimeException worded(Throwable cause) {
        return switch (cause) {
            case CancelledException cancelled -> {
                CancelledException here = new CancelledException(cancelled.getMessage());
                here.initCause(cancelled);
                yield here;
            }
            case CarbideException mendable -> new QueryException(name(), mendable);
            default -> new CarbideInternalException("Query " + name() + " failed: " + cause, cause);
        };
    }

    /** Ends the query as soon as its workers notice, within a batch or so; returns at once. {@link #next} then throws. */
    public void cancel() {
        execution.cancel("on request");
    }

    /**
     * Ends the query if it still runs and frees all it holds before it returns. Does not throw what {@link #next} would
     * have thrown. A second call does nothing.
     *
     * @throws CarbideInternalException if memory was left behind
     */
    @Override
    public void close() {
        if (state == State.OPEN) {
            execution.cancel("its result was closed");
        }
        reading.lock();
        try {
            if (state != State.CLOSED) {
                state = State.CLOSED;
                execution.close();
            }
        } finally {
            reading.unlock();
        }
    }

    public QueryProgress progress() {
        return execution.progress();
    }

    /** What it has cost so far; final after the end. */
    public QueryMetrics metrics() {
        return execution.metrics();
    }

    /** The plan with rows, time and memory per operator: what it has cost so far, so best asked for after the end. */
    public String explainAnalyze() {
        return Explanation.analyzed(query.plan(), metrics());
    }
}
