package dev.carbide.cli;

import dev.carbide.kernel.Kernel;
import dev.carbide.operators.scan.Table;
import dev.carbide.sql.SqlSession;
import java.util.ArrayList;
import java.util.List;

/** A session with its kernel and the tables opened for it. For one thread. */
public final class OpenSession implements AutoCloseable {
    private final Kernel kernel;
    private final SqlSession session;
    private final List<Table> tables = new ArrayList<>();

    /** Closes the kernel in the end. */
    public OpenSession(Kernel kernel) {
        this.kernel = kernel;
        this.session = SqlSession.of(kernel);
    }

    public SqlSession session() {
        return session;
    }

    /** Opens a file, directory or glob and makes it known as a table. */
    public void register(String name, String path) {
        Table opened = kernel.openTable(path);
        tables.add(opened);
        session.register(name, opened);
    }

    @Override
    public void close() {
        try (Kernel last = kernel;
                SqlSession first = session) {
            for (Table table : tables) {
                close(table);
            }
        }
    }

    /** Gives up what a table holds, if it holds anything. */
    public static void close(Table table) {
        try {
            if (table instanceof AutoCloseable resource) {
                resource.close();
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("Table " + table.name() + " cannot be closed", e);
        }
    }
}
