package dev.carbide.cli;

import dev.carbide.cli.compare.ResultComparison;
import dev.carbide.cli.compare.ResultRows;
import dev.carbide.cli.compare.RowOrder;
import dev.carbide.cli.tpch.TpchAnswers;
import dev.carbide.cli.tpch.TpchQuery;
import dev.carbide.kernel.PreparedQuery;
import dev.carbide.kernel.ResultStream;
import dev.carbide.kernel.metrics.QueryMetrics;
import dev.carbide.offheap.column.Batch;
import dev.carbide.offheap.error.CancelledException;
import dev.carbide.sql.SqlSession;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs queries of TPC-H over the tables of a session and measures them. For one thread, but for {@link #cancel}. */
final class TpchRun {
    private static final ResultRows SKIPPED = new ResultRows(List.of(), List.of());

    private final SqlSession session;
    private final boolean checked;

    // Guarded by this.
    private @Nullable ResultStream running;
    private boolean cancelled;

    /** @param checked whether the tables are those of the answers */
    TpchRun(SqlSession session, boolean checked) {
        this.session = session;
        this.checked = checked;
    }

    /**
     * What one query took. Times in nanoseconds.
     *
     * @param rows of its result
     * @param firstNanos of the first run, planning and compilation included; -1 if it failed
     * @param nanos of the later runs
     * @param memoryPeak the most bytes that any run held
     * @param spilled the most bytes that any run wrote to disk
     * @param verdict on the result, in words
     * @param failure why it could not be run or is wrong; null if it is good
     */
    record Figures(
            TpchQuery query,
            long rows,
            long firstNanos,
            List<Long> nanos,
            long memoryPeak,
            long spilled,
            String verdict,
            @Nullable RuntimeException failure) {
        boolean isGood() {
            return failure == null;
        }

        long median() {
            return Median.of(nanos);
        }

        Map<String, @Nullable Object> document() {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("query", query.name());
            document.put("rows", rows);
            document.put("first_ms", firstNanos < 0 ? null : firstNanos / 1e6);
            document.put("median_ms", nanos.isEmpty() ? null : median() / 1e6);
            document.put("runs_ms", nanos.stream().map(run -> run / 1e6).toList());
            document.put("memory_peak_bytes", memoryPeak);
            document.put("spilled_bytes", spilled);
            document.put("result", verdict);
            document.put("error", error());
            return document;
        }

        @Nullable
        String error() {
            return failure == null
                    ? null
                    : failure instanceof WrongResultException ? failure.getMessage() : Failures.message(failure);
        }
    }

    /** The result of a query is not the known answer. */
    private static final class WrongResultException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongResultException(String difference) {
            super(difference);
        }
    }

    /**
     * Once for the first run and the check, then {@code runs} times for the median. Failures are part of the figures.
     *
     * @throws CancelledException after {@link #cancel}
     */
    Figures run(TpchQuery query, int runs) {
        long rows = 0;
        long first = -1;
        long memory = 0;
        long spilled = 0;
        List<Long> nanos = new ArrayList<>();
        String verdict = "not checked";
        try {
            for (int run = 0; run <= runs; run++) {
                long begin = System.nanoTime();
                try (ResultStream result = start(query)) {
                    ResultRows read = run == 0 ? ResultRows.of(result) : skip(result);
                    long took = System.nanoTime() - begin;
                    QueryMetrics metrics = result.metrics();
                    memory = Math.max(memory, metrics.memoryPeakBytes());
                    spilled = Math.max(spilled, metrics.spilledBytes());
                    if (run == 0) {
                        first = took;
                        rows = read.rows().size();
                        verdict = check(query, result, read);
                    } else {
                        nanos.add(took);
                    }
                } finally {
                    ended();
                }
            }
            return new Figures(query, rows, first, nanos, memory, spilled, verdict, null);
        } catch (CancelledException e) {
            throw e;
        } catch (RuntimeException e) {
            String word = e instanceof WrongResultException ? "WRONG" : "FAILED";
            return new Figures(query, rows, first, nanos, memory, spilled, word, e);
        }
    }

    private static ResultRows skip(ResultStream result) {
        for (Batch batch = result.next(); batch != null; batch = result.next()) {
            // A batch read is a result had.
        }
        return SKIPPED;
    }

    private String check(TpchQuery query, ResultStream result, ResultRows rows) {
        if (!checked) {
            return "not checked";
        }
        Optional<ResultRows> answer = TpchAnswers.of(query, result.schema());
        if (answer.isEmpty()) {
            return "no answer kept";
        }
        RowOrder order = RowOrder.of(session.plan(query.sql()));
        ResultComparison.difference(answer.get(), rows, order).ifPresent(difference -> {
            throw new WrongResultException("Wrong result: " + difference);
        });
        return "correct";
    }

    private ResultStream start(TpchQuery query) {
        PreparedQuery prepared = session.query(query.sql());
        synchronized (this) {
            if (cancelled) {
                throw new CancelledException("Cancelled before it began");
            }
            running = prepared.execute();
            return running;
        }
    }

    private synchronized void ended() {
        running = null;
    }

    /** Ends the query that runs, and those to come. From any thread. */
    synchronized void cancel() {
        cancelled = true;
        if (running != null) {
            running.cancel();
        }
    }
}
