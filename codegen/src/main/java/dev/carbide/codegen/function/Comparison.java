package dev.carbide.codegen.function;

/** The six comparisons. */
enum Comparison {
    EQUAL("equal", "=", "=="),
    NOT_EQUAL("not_equal", "<>", "!="),
    LESS("less", "<", "<"),
    LESS_OR_EQUAL("less_or_equal", "<=", "<="),
    GREATER("greater", ">", ">"),
    GREATER_OR_EQUAL("greater_or_equal", ">=", ">=");

    private final String functionName;
    private final String sql;
    private final String java;

    Comparison(String functionName, String sql, String java) {
        this.functionName = functionName;
        this.sql = sql;
        this.java = java;
    }

    String functionName() {
        return functionName;
    }

    String sql() {
        return sql;
    }

    String java() {
        return java;
    }

    /** Whether it holds between values of that order: negative, zero or positive. */
    boolean test(int order) {
        return switch (this) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }
}
