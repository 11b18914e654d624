package dev.carbide.codegen.expression;

import dev.carbide.codegen.expression.Value.Shape;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a call boxed for its {@link dev.carbide.codegen.runtime.EvaluationSite}, as Java code. */
final class SiteArguments {
    private SiteArguments() {}

    static String of(String site, List<Value> values) {
        List<String> boxed = new ArrayList<>();
        for (int index = 0; index < values.size(); index++) {
            Value value = values.get(index);
            String method = value.shape() == Shape.BYTES ? "bytes" : "value";
            String second = value.second() == null ? "" : ", " + value.second();
            boxed.add(site + "." + method + "(" + index + ", " + value.code() + second + ")");
        }
        return "new Object[] {" + String.join(", ", boxed) + "}";
    }
}
