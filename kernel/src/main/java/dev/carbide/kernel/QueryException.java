package dev.carbide.kernel;

import dev.carbide.offheap.error.CarbideException;

/** A query failed for a reason that its user can mend. The message begins with the query's name; the cause says more. */
public final class QueryException extends CarbideException {
    private static final long serialVersionUID = 1L;

    private final String query;

    QueryException(String query, CarbideException cause) {
        super("Query " + query + " failed: " + cause.getMessage(), cause);
        this.query = query;
    }

    /** The name of the query. */
    public String query() {
        return query;
    }
}
