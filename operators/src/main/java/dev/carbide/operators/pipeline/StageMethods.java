package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionGen;
import dev.carbide.codegen.expression.NarrowGuard;
import dev.carbide.codegen.expression.Value;
import dev.carbide.codegen.expression.Values;
import dev.carbide.codegen.source.MethodBuilder;
import dev.carbide.codegen.source.SourceBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Emits the method of a stage in as many versions as it needs, and the dispatcher that picks one per batch: without or
 * with NULLs, narrow or wide decimals, dictionary or flat columns.
 */
final class StageMethods {
    /** The body of one version. */
    @FunctionalInterface
    interface Body {
        /**
         * @param expressions the stage's, rewritten for this version
         * @param used the base columns they read
         */
        void emit(Version version, List<Expression> expressions, Set<Integer> used);
    }

    /**
     * What a body writes with.
     *
     * @param count the parameter with the number of tuples
     * @param expressions for the first loop of the method
     * @param more makes a generator for another loop
     */
    record Version(
            SourceBuilder out,
            TupleLoop loop,
            ExpressionGen expressions,
            Supplier<ExpressionGen> more,
            StageVariant variant,
            String count) {
        /** Emits the value of an expression for the current tuple. */
        Value value(Expression expression) {
            Value value = expressions.generate(expression);
            return expression.nullable() ? value : Values.withValid(value, Value.ALWAYS);
        }

        List<Value> values(List<Expression> several) {
            return several.stream().map(this::value).toList();
        }
    }

    private final PipelineClass cls;
    private final List<BaseColumn> columns;
    private final ScanShape scan;
    private final DictionaryTables tables;
    private final LoopBudget budget;

    StageMethods(
            PipelineClass cls, List<BaseColumn> columns, ScanShape scan, DictionaryTables tables, LoopBudget budget) {
        this.cls = cls;
        this.columns = columns;
        this.scan = scan;
        this.tables = tables;
        this.budget = budget;
    }

    /**
     * Spreads work over loops.
     *
     * @param expressions what an item computes
     * @param bytes estimated bytecode for an item beside that
     */
    <T> List<List<T>> loops(List<T> items, Function<T, Collection<Expression>> expressions, int bytes) {
        return budget.groups(items, item -> bytes + Math.min(budget.bytes(), Weights.of(expressions.apply(item))));
    }

    /**
     * Emits a method of one parameter {@code int count}.
     *
     * @return the name to call it by
     */
    String emit(String returnType, String stem, String comment, Chunk chunk, List<Expression> expressions, Body body) {
        Set<Integer> used = Needs.columns(expressions);
        List<Expression> rewritten = tables.rewrite(expressions);
        boolean dictionaries = used.stream().anyMatch(this::isDictionary);
        boolean guarded = expressions.stream().anyMatch(NarrowGuard::canBeNarrow);
        List<StageVariant> versions = versions(used, guarded, dictionaries);
        MethodBuilder dispatcher = versions.size() > 1 ? cls.method(returnType, stem, comment, "int count") : null;
        List<String> names = new ArrayList<>();
        for (StageVariant variant : versions) {
            MethodBuilder method = cls.method(
                    returnType,
                    dispatcher == null ? stem : stem + variant.suffix(),
                    dispatcher == null ? comment : variant.describe(),
                    "int count");
            names.add(method.name());
            // loads of scanned columns leave NULL tests out where there are none; build columns keep theirs
            ExpressionGen.Variant assumed = new ExpressionGen.Variant(false, variant.narrow() && guarded);
            List<Expression> chosen =
                    new Outliner(cls, assumed, budget).fit(variant.dictionary() ? rewritten : expressions);
            SourceBuilder out = method.body();
            TupleLoop loop = new TupleLoop(columns, scan, out, chunk, variant);
            Supplier<ExpressionGen> generators =
                    () -> new ExpressionGen(cls.builder(), out, out.names(), loop, assumed);
            Version version = new Version(out, loop, generators.get(), generators, variant, method.parameter(0));
            body.emit(version, chosen, Needs.columns(chosen));
        }
        if (dispatcher == null) {
            return names.getFirst();
        }
        dispatch(dispatcher, returnType, versions, names, used, expressions);
        return dispatcher.name();
    }

    private List<StageVariant> versions(Set<Integer> used, boolean narrowable, boolean dictionaries) {
        boolean nullable = used.stream()
                .anyMatch(id -> !(columns.get(id) instanceof BaseColumn.Built)
                        && columns.get(id).field().nullable());
        List<StageVariant> versions = new ArrayList<>();
        for (boolean dictionary : dictionaries ? new boolean[] {true, false} : new boolean[] {true}) {
            versions.add(new StageVariant(true, true, dictionary));
            if (nullable) {
                versions.add(new StageVariant(false, true, dictionary));
            }
            if (narrowable) {
                versions.add(new StageVariant(!nullable, false, dictionary));
            }
        }
        return versions;
    }

    private void dispatch(
            MethodBuilder dispatcher,
            String returnType,
            List<StageVariant> versions,
            List<String> names,
            Set<Integer> used,
            List<Expression> expressions) {
        SourceBuilder out = dispatcher.body();
        String arguments = "(" + dispatcher.parameter(0) + ");";
        boolean nullable = differs(versions, StageVariant::nullFree);
        boolean guarded = differs(versions, StageVariant::narrow);
        boolean encoded = differs(versions, StageVariant::dictionary);
        String noNulls = nullable ? out.local("boolean", "noNulls", noNulls(used)) : "";
        String narrow = guarded
                ? out.local("boolean", "narrow", NarrowGuard.condition(cls.builder(), out, expressions, this::boundsOf))
                : "";
        String call = returnType.equals("void") ? "" : "return ";
        for (int at = 0; at < versions.size(); at++) {
            StageVariant variant = versions.get(at);
            List<String> conditions = new ArrayList<>();
            if (encoded && variant.dictionary()) {
                conditions.add("dictionaries");
            }
            if (nullable && variant.nullFree()) {
                conditions.add(noNulls);
            }
            if (guarded && variant.narrow()) {
                conditions.add(narrow);
            }
            if (conditions.isEmpty()) {
                out.line(call + names.get(at) + arguments);
                return;
            }
            try (var _ = out.block("if (" + String.join(" && ", conditions) + ")")) {
                out.line(call + names.get(at) + arguments);
                if (call.isEmpty()) {
                    out.line("return;");
                }
            }
        }
    }

    private static boolean differs(List<StageVariant> versions, Predicate<StageVariant> assumption) {
        return versions.stream().anyMatch(assumption) && !versions.stream().allMatch(assumption);
    }

    private boolean isDictionary(int id) {
        return columns.get(id) instanceof BaseColumn.Scanned scanned && scan.isDictionary(scanned.column());
    }

    private String noNulls(Set<Integer> used) {
        List<String> tests = new ArrayList<>();
        for (int id : used) {
            if (columns.get(id) instanceof BaseColumn.Scanned scanned
                    && scanned.field().nullable()) {
                tests.add("batch.validity(" + scanned.column() + ") == null");
            }
        }
        return String.join(" && ", tests);
    }

    private String boundsOf(int id) {
        return columns.get(id) instanceof BaseColumn.Scanned scanned ? "batch.bounds(" + scanned.column() + ")" : null;
    }
}
