package dev.carbide.operators.plan;

import dev.carbide.codegen.expression.Expression;
import dev.carbide.offheap.type.Field;
import dev.carbide.offheap.type.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * Inner equi-join: the build side is read whole into a hash table, the probe side streams past it. Key pairs have equal
 * types; NULL keys never match. Output: probe columns, then build columns.
 */
public record HashJoinNode(PlanNode probe, PlanNode build, List<Expression> probeKeys, List<Expression> buildKeys)
        implements PlanNode {
    public HashJoinNode {
        probeKeys = List.copyOf(probeKeys);
        buildKeys = List.copyOf(buildKeys);
        PlanChecks.require(
                !probeKeys.isEmpty() && probeKeys.size() == buildKeys.size(),
                "Hash join needs as many probe keys as build keys, at least one; got " + probeKeys.size() + " and "
                        + buildKeys.size());
        for (int index = 0; index < probeKeys.size(); index++) {
            Expression left = probeKeys.get(index);
            Expression right = buildKeys.get(index);
            PlanChecks.require(
                    left.type().equals(right.type()),
                    "Hash join keys must have equal types, got " + left + " " + left.type() + " and " + right + " "
                            + right.type());
            PlanChecks.checkReferences("Probe key " + left, left, probe.schema());
            PlanChecks.checkReferences("Build key " + right, right, build.schema());
        }
    }

    @Override
    public Schema schema() {
        List<Field> fields = new ArrayList<>(probe.schema().fields());
        fields.addAll(build.schema().fields());
        return new Schema(fields);
    }

    /** Probe side first. */
    @Override
    public List<PlanNode> inputs() {
        return List.of(probe, build);
    }

    @Override
    public String describe() {
        return "HashJoin INNER " + probeKeys + " = " + buildKeys;
    }
}
