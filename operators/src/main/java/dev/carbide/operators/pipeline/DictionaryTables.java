package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.ColumnReference;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionGen;
import dev.carbide.codegen.expression.ExpressionProperties;
import dev.carbide.codegen.expression.Literal;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.interpret.Interpreter;
import dev.carbide.codegen.source.MethodBuilder;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.type.BooleanType;
import dev.carbide.offheap.type.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Conditions on one dictionary-encoded column are evaluated once per dictionary entry instead of once per row: the
 * largest such sub-expressions are replaced by a look-up of the row's code in a table of booleans.
 */
final class DictionaryTables {
    private static final int REFRESH_BYTES = 40;

    /** One table: the condition over {@code of}, and the class's fields that hold it. */
    private record Table(String holds, String dictionary, BaseColumn.Scanned of, Expression condition) {}

    private final PipelineClass cls;
    private final List<BaseColumn> columns;
    private final ScanShape scan;
    private final LoopBudget budget;
    private final Map<Expression, BaseColumn.PerEntry> replaced = new LinkedHashMap<>();
    private final List<Table> tables = new ArrayList<>();

    DictionaryTables(PipelineClass cls, List<BaseColumn> columns, ScanShape scan, LoopBudget budget) {
        this.cls = cls;
        this.columns = columns;
        this.scan = scan;
        this.budget = budget;
    }

    List<Expression> rewrite(List<Expression> expressions) {
        return expressions.stream().map(this::rewrite).toList();
    }

    private Expression rewrite(Expression expression) {
        if (!(expression instanceof Call call)) {
            return expression;
        }
        BaseColumn.Scanned column = soleDictionaryColumn(call);
        if (column != null && isTabulable(call, column)) {
            return replaced.computeIfAbsent(call, ignored -> addTable(call, column))
                    .reference();
        }
        List<Expression> arguments = rewrite(call.arguments());
        return arguments.equals(call.arguments())
                ? call
                : new Call(call.function(), arguments, call.type(), call.nullable(), call.mode());
    }

    private BaseColumn.Scanned soleDictionaryColumn(Call call) {
        Set<Integer> used = Needs.columns(List.of(call));
        return used.size() == 1
                        && columns.get(used.iterator().next()) instanceof BaseColumn.Scanned scanned
                        && scan.isDictionary(scanned.column())
                ? scanned
                : null;
    }

    /** Entries that no row uses are evaluated too, so nothing may raise; NULL rows, and only they, must give NULL. */
    private static boolean isTabulable(Call call, BaseColumn.Scanned column) {
        return call.type() instanceof BooleanType
                && !ExpressionProperties.canRaise(call)
                && ExpressionProperties.isDeterministic(call)
                && !ofEntry(call).nullable()
                && (!column.field().nullable() || Interpreter.evaluate(call, ignored -> null) == null);
    }

    /** The expression as it is of an entry of the dictionary, which is never NULL. */
    private static Expression ofEntry(Expression expression) {
        return switch (expression) {
            case ColumnReference reference ->
                new ColumnReference(reference.column(), reference.name(), reference.type(), false);
            case Literal literal -> literal;
            case Call call -> {
                List<Expression> arguments =
                        call.arguments().stream().map(DictionaryTables::ofEntry).toList();
                boolean nullable = call.function().nullable(arguments, call.type(), call.mode());
                yield new Call(call.function(), arguments, call.type(), nullable, call.mode());
            }
        };
    }

    private BaseColumn.PerEntry addTable(Call call, BaseColumn.Scanned column) {
        String stem = column.field().name();
        String holds = cls.initialised(
                "byte[]", stem + "Holds", "new byte[0]", "whether a condition holds, per entry of " + stem);
        String dictionary = cls.field("Column", stem + "Dictionary", "that the table was computed for");
        tables.add(new Table(holds, dictionary, column, call));
        BaseColumn.PerEntry entry = new BaseColumn.PerEntry(
                columns.size(), new Field(stem, call.type(), column.field().nullable()), column, holds);
        columns.add(entry);
        return entry;
    }

    boolean isEmpty() {
        return tables.isEmpty();
    }

    /** Emits the methods that compute the tables, and their calls where they belong to another dictionary. */
    void emitRefresh(SourceBuilder out) {
        List<List<Table>> groups = budget.groups(tables, ignored -> REFRESH_BYTES);
        if (groups.size() == 1) {
            emitRefresh(tables, out);
            return;
        }
        for (List<Table> group : groups) {
            MethodBuilder method = cls.method("void", "refreshTables", "of conditions on dictionary entries");
            emitRefresh(group, method.body());
            out.line(method.call() + ";");
        }
    }

    private void emitRefresh(List<Table> some, SourceBuilder out) {
        for (Table table : some) {
            String tabulate = emitMethod(table);
            String dictionary = "batch.column(" + table.of().column() + ").dictionary()";
            try (var _ = out.block("if (" + table.dictionary() + " != " + dictionary + ")")) {
                out.line(table.dictionary() + " = " + dictionary + ";");
                out.line(table.holds() + " = " + tabulate + "(" + table.dictionary() + ");");
            }
        }
    }

    private String emitMethod(Table table) {
        String stem = table.of().field().name();
        MethodBuilder method =
                cls.method("byte[]", "tabulate", "a condition on dictionary entries", "Column dictionary");
        SourceBuilder out = method.body();
        String from = method.parameter(0);
        String entries = out.local("MemorySegment", "entries", from + ".values()");
        String buffers = out.local("ViewBuffers", "buffers", from + ".buffers()");
        String holds = out.local("byte[]", "holds", "new byte[" + from + ".length()]");
        String entry = out.fresh("entry");
        try (var _ = out.block("for (int " + entry + " = 0; " + entry + " < " + holds + ".length; " + entry + "++)")) {
            String address =
                    out.local("long", stem, "Columns.viewAddress(" + entries + ", " + buffers + ", " + entry + ")");
            String length = out.local("int", stem + "Length", "Columns.viewLength(" + entries + ", " + entry + ")");
            Value value = new Value(table.of().field().type(), Shape.BYTES, address, length, Value.ALWAYS);
            ExpressionGen.Variant variant = new ExpressionGen.Variant(true, false);
            ExpressionGen generator =
                    new ExpressionGen(cls.builder(), out, out.names(), (ColumnReference ignored) -> value, variant);
            out.comment(generator.describe(table.condition()));
            List<Expression> fitted = new Outliner(cls, variant, budget).fit(List.of(table.condition()));
            String condition = generator.condition(fitted.getFirst());
            out.line(holds + "[" + entry + "] = (byte) (" + condition + " ? 1 : 0);");
        }
        out.line("return " + holds + ";");
        return method.name();
    }
}
