package dev.carbide.cli;

import dev.carbide.cli.output.ResultFormat;
import dev.carbide.kernel.PreparedQuery;
import dev.carbide.kernel.ResultStream;
import dev.carbide.offheap.error.CancelledException;
import dev.carbide.sql.SqlSession;
import dev.carbide.sql.Statement;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/** Runs statements of a session one by one and prints what comes out. For one thread, but for {@link #cancel}. */
public final class StatementRunner {
    private final SqlSession session;
    private final Writer out;

    // Guarded by this.
    private @Nullable ResultStream running;
    private boolean cancelled;

    public StatementRunner(SqlSession session, Writer out) {
        this.session = session;
        this.out = out;
    }

    /**
     * @return rows of the result; -1 if the statement only explains
     * @throws IOException if the output cannot be written to
     */
    public long run(Statement statement, Statement.Kind kind, ResultFormat format) throws IOException {
        PreparedQuery query = session.query(statement);
        long rows = -1;
        switch (kind) {
            case EXPLAIN -> out.append(query.explain());
            case CODEGEN -> out.append(query.explainCodegen());
            case ANALYZE -> analyze(query);
            case QUERY, COMMAND -> {
                try (ResultStream result = start(query)) {
                    rows = format.print(result, out);
                } finally {
                    ended();
                }
            }
        }
        out.flush();
        return rows;
    }

    private void analyze(PreparedQuery query) throws IOException {
        try (ResultStream result = start(query)) {
            while (result.next() != null) {
                // Only its cost is of interest.
            }
            out.append(result.explainAnalyze());
        } finally {
            ended();
        }
    }

    private synchronized ResultStream start(PreparedQuery query) {
        if (cancelled) {
            throw new CancelledException("Cancelled before it began");
        }
        running = query.execute();
        return running;
    }

    private synchronized void ended() {
        running = null;
    }

    /** Ends the query that runs, and refuses others until {@link #allow}. From any thread. */
    public synchronized void cancel() {
        cancelled = true;
        if (running != null) {
            running.cancel();
        }
    }

    /** Forgets an earlier {@link #cancel}. */
    public synchronized void allow() {
        cancelled = false;
    }
}
