package dev.carbide.bench.compare;

import dev.carbide.cli.Median;
import dev.carbide.cli.Progress;
import dev.carbide.cli.compare.ResultComparison;
import dev.carbide.cli.compare.ResultRows;
import dev.carbide.cli.compare.RowOrder;
import dev.carbide.cli.tpch.TpchQuery;
import dev.carbide.offheap.error.CancelledException;
import dev.carbide.offheap.error.CarbideException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Runs queries on both engines in turn, run by run. Every result is compared, those of the warm-up as well; a query whose
 * results differ has no times.
 */
final class Comparison {
    private static final int LEAST_WARM_UPS = 2;
    private static final int MOST_WARM_UPS = 12;
    /** As long as this has not passed, there is another run to warm up: compilers need time more than runs. */
    private static final long WARM_UP_NANOS = 2_000_000_000L;

    private final CarbideEngine carbide;
    private final Engine other;
    private volatile boolean cancelled;

    Comparison(CarbideEngine carbide, Engine other) {
        this.carbide = carbide;
        this.other = other;
    }

    /** Times of one engine, in nanoseconds: the first of all, and those after the warm-up. */
    record Times(long first, List<Long> runs) {
        long median() {
            return Median.of(runs);
        }
    }

    /**
     * @param rows of the result
     * @param problem why there are no times to compare; null if there are
     */
    record Figures(
            TpchQuery query,
            int rows,
            Times carbide,
            Times other,
            @Nullable String problem) {
        double ratio() {
            return (double) carbide.median() / other.median();
        }
    }

    /** @throws CancelledException after {@link #cancel} */
    Figures run(TpchQuery query, int runs, Progress progress) {
        Runs done = new Runs();
        progress.begin("running " + query.name(), () -> done.share(runs));
        try {
            long begin = System.nanoTime();
            while (done.isCold(System.nanoTime() - begin)) {
                runBoth(query, done);
            }
            done.warmUps = done.ours.size();
            for (int run = 0; run < runs; run++) {
                runBoth(query, done);
            }
            return done.figures(query, null);
        } catch (CarbideException e) {
            requireNotCancelled();
            return done.figures(query, e.getMessage());
        } finally {
            progress.end();
        }
    }

    private void runBoth(TpchQuery query, Runs done) {
        Engine.Run mine = carbide.run(query);
        requireNotCancelled();
        Engine.Run its = other.run(query);
        requireNotCancelled();
        done.ours.add(mine.nanos());
        done.theirs.add(its.nanos());
        done.order = done.order == null ? RowOrder.of(carbide.plan(query)) : done.order;
        ResultRows expected = its.rows().get();
        done.rows = expected.rows().size();
        ResultComparison.difference(expected, mine.rows().get(), done.order).ifPresent(difference -> {
            throw new CarbideException("The results differ: " + difference);
        });
    }

    /** The runs of one query. */
    private static final class Runs {
        private final List<Long> ours = new CopyOnWriteArrayList<>();
        private final List<Long> theirs = new ArrayList<>();
        private @Nullable RowOrder order;
        private int rows;
        private volatile int warmUps = -1;

        boolean isCold(long nanos) {
            return ours.size() < LEAST_WARM_UPS || ours.size() < MOST_WARM_UPS && nanos < WARM_UP_NANOS;
        }

        /** Of the timed runs, from another thread. */
        double share(int runs) {
            return warmUps < 0 ? 0 : (double) (ours.size() - warmUps) / runs;
        }

        Figures figures(TpchQuery query, @Nullable String problem) {
            return new Figures(query, rows, times(ours), times(theirs), problem);
        }

        private Times times(List<Long> all) {
            return new Times(
                    all.isEmpty() ? -1 : all.getFirst(),
                    warmUps < 0 ? List.of() : List.copyOf(all.subList(warmUps, all.size())));
        }
    }

    private void requireNotCancelled() {
        if (cancelled) {
            throw new CancelledException("The comparison was cancelled");
        }
    }

    /** Ends what runs. From any thread. */
    void cancel() {
        cancelled = true;
        carbide.cancel();
        other.cancel();
    }
}
