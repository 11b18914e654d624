package dev.carbide.bench.spill;

import dev.carbide.cli.Failures;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The process of one measurement: runs one query on one engine and prints its {@link Outcome}. */
public final class SpillChild {
    private SpillChild() {}

    /**
     * What a process is to measure.
     *
     * @param memory limit in bytes
     * @param data directory of the Parquet files
     * @param spill an empty directory
     */
    record Task(ConfinedEngine.Kind engine, SpillQuery query, long memory, int threads, Path data, Path spill) {
        String[] arguments() {
            return new String[] {
                engine.name(),
                query.name(),
                Long.toString(memory),
                Integer.toString(threads),
                data.toString(),
                spill.toString()
            };
        }

        static Task parse(String[] arguments) {
            return new Task(
                    ConfinedEngine.Kind.valueOf(arguments[0]),
                    SpillQuery.valueOf(arguments[1]),
                    Long.parseLong(arguments[2]),
                    Integer.parseInt(arguments[3]),
                    Path.of(arguments[4]),
                    Path.of(arguments[5]));
        }
    }

    /** Has the arguments that {@link Task} has. Exit status 0 also if the query failed. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        out.print(measure(Task.parse(arguments)).text());
        out.flush();
        // an engine that failed may have left threads behind
        System.exit(Failures.OK);
    }

    private static Outcome measure(Task task) {
        DirectoryPeak peak = new DirectoryPeak(task.spill());
        RowDigest digest = new RowDigest(0);
        String failure = null;
        long nanos = 0;
        long written = 0;
        try (ConfinedEngine engine = ConfinedEngine.open(task.engine(), task.memory(), task.threads(), task.spill())) {
            engine.attach(task.data(), task.query().relations());
            written = ProcessFigures.written();
            long begin = System.nanoTime();
            try {
                digest = engine.run(task.query());
            } finally {
                nanos = System.nanoTime() - begin;
                peak.close();
            }
        } catch (Exception | OutOfMemoryError | StackOverflowError e) {
            e.printStackTrace();
            failure = message(e);
        } finally {
            peak.close();
        }
        return new Outcome(
                failure,
                nanos,
                digest.rows(),
                digest.checksum(),
                digest.ordered(),
                peak.bytes(),
                ProcessFigures.written() - written,
                ProcessFigures.peakResident());
    }

    private static String message(Throwable failure) {
        @Nullable String message = Failures.message(failure);
        return message == null ? failure.toString() : message;
    }
}
