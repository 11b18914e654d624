package dev.carbide.operators.pipeline;

import dev.carbide.codegen.expression.Call;
import dev.carbide.codegen.expression.Expression;
import dev.carbide.codegen.expression.ExpressionGen;
import dev.carbide.codegen.expression.ExpressionProperties;
import dev.carbide.codegen.expression.ExpressionProperties.Cost;
import dev.carbide.codegen.source.SourceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Filters compact the index vectors of a chunk in place, branch-free: every tuple is written, the count moves on only
 * where the condition holds. Conjuncts that are dear or may raise get loops of their own behind the cheap ones.
 */
final class FilterGen {
    /** The field that holds what comparisons say of the tuples of a batch. */
    static final String MASKS = "masks";

    private final StageMethods methods;
    private final List<BaseColumn> columns;

    FilterGen(StageMethods methods, List<BaseColumn> columns) {
        this.methods = methods;
        this.columns = columns;
    }

    /**
     * Emits the methods and the calls to them, which update the local {@code count}, into {@code segment}.
     *
     * @param behind the base columns read behind this stage
     * @return the chunk as it is then
     */
    Chunk emit(Stages.FilterStage stage, Chunk chunk, Set<Integer> behind, SourceBuilder segment, String count) {
        List<List<Expression>> groups = groups(stage.predicate());
        Chunk current = chunk;
        for (int group = 0; group < groups.size(); group++) {
            List<Expression> later = groups.subList(group + 1, groups.size()).stream()
                    .flatMap(List::stream)
                    .toList();
            Set<Integer> kept = TupleLoop.vectorsOf(columns, Needs.union(behind, Needs.columns(later)), chunk.level());
            String name = "filter" + stage.operatorId() + (group == 0 ? "" : "Then" + group);
            String method = emitLoop(name, stage, current, groups.get(group), kept);
            segment.line(count + " = " + method + "(" + count + ");");
            current = current.filtered();
        }
        return current;
    }

    private String emitLoop(
            String name, Stages.FilterStage stage, Chunk chunk, List<Expression> conjuncts, Set<Integer> kept) {
        String comment = "[filter #" + stage.operatorId() + "]";
        return methods.emit("int", name, comment, chunk, conjuncts, (version, expressions, used) -> {
            version.loop().hoist(used, kept);
            List<Expression> masked = chunk.dense() && version.variant().nullFree()
                    ? expressions.stream().filter(MaskGen::covers).toList()
                    : List.of();
            if (!masked.isEmpty()) {
                emitMasks(comment, version, masked);
            }
            List<Expression> others = expressions.stream()
                    .filter(expression -> !masked.contains(expression))
                    .toList();
            emitCompaction(comment, version, chunk, kept, others, !masked.isEmpty());
        });
    }

    /** A loop of arithmetic only: what the comparisons say of each tuple, 1 or 0, into {@link #MASKS}. */
    private static void emitMasks(String comment, StageMethods.Version version, List<Expression> masked) {
        SourceBuilder out = version.out();
        TupleLoop loop = version.loop();
        String masks = out.local("long[]", "passes", MASKS);
        try (var _ = loop.open(version.count(), Needs.columns(masked))) {
            List<String> terms = new ArrayList<>();
            for (Expression expression : masked) {
                out.comment(comment + " " + version.expressions().describe(expression));
                terms.add(MaskGen.mask(version.expressions(), expression));
            }
            out.line(masks + "[" + loop.tuple() + "] = (" + String.join(" & ", terms) + ") >>> 63;");
        }
    }

    private static void emitCompaction(
            String comment,
            StageMethods.Version version,
            Chunk chunk,
            Set<Integer> kept,
            List<Expression> others,
            boolean masks) {
        SourceBuilder out = version.out();
        TupleLoop loop = version.loop();
        ExpressionGen generator = masks ? version.more().get() : version.expressions();
        String passes = masks ? out.local("long[]", "masks", MASKS) : "";
        Compaction compaction = new Compaction(out, loop, chunk, kept, "passed");
        try (var _ = loop.open(version.count(), Needs.columns(others))) {
            List<String> conditions = new ArrayList<>();
            for (Expression expression : others) {
                out.comment(comment + " " + generator.describe(expression));
                conditions.add("(" + generator.condition(expression) + ")");
            }
            String condition = String.join(" & ", conditions);
            if (!masks) {
                compaction.keepIf(condition);
            } else {
                String pass = "(int) " + passes + "[" + loop.tuple() + "]";
                compaction.keep(conditions.isEmpty() ? pass : "(" + condition + " ? " + pass + " : 0)");
            }
        }
        out.line("return " + compaction.counter() + ";");
    }

    /** Cheap conjuncts together, as many as a loop may hold, then each other one alone, in order. */
    private List<List<Expression>> groups(Expression predicate) {
        List<Expression> conjuncts = new ArrayList<>();
        split(predicate, conjuncts);
        List<Expression> cheap = new ArrayList<>();
        List<List<Expression>> groups = new ArrayList<>();
        for (Expression conjunct : conjuncts) {
            if (ExpressionProperties.canRaise(conjunct) || ExpressionProperties.cost(conjunct) == Cost.EXPENSIVE) {
                groups.add(List.of(conjunct));
            } else {
                cheap.add(conjunct);
            }
        }
        groups.addAll(0, methods.loops(cheap, List::of, 0));
        return groups;
    }

    private static void split(Expression predicate, List<Expression> conjuncts) {
        if (predicate instanceof Call call && call.function().name().equals("and")) {
            call.arguments().forEach(argument -> split(argument, conjuncts));
        } else {
            conjuncts.add(predicate);
        }
    }
}
