package dev.carbide.codegen.source;

import java.util.ArrayList;
import java.util.List;

/** A method of the class under construction. Its parameters and locals are named in a scope of its own. */
public final class MethodBuilder {
    private final String name;
    private final String modifiersAndType;
    private final List<String> parameterTypes = new ArrayList<>();
    private final List<String> parameters = new ArrayList<>();
    private final SourceBuilder body;
    private String comment = "";

    /** @param parameters each a type and, after a blank, a stem: {@code "long row"} */
    MethodBuilder(Names names, String modifiersAndType, String name, String... parameters) {
        this.name = name;
        this.modifiersAndType = modifiersAndType;
        this.body = new SourceBuilder(names);
        for (String parameter : parameters) {
            int blank = parameter.indexOf(' ');
            parameterTypes.add(SourceText.type(parameter.substring(0, Math.max(blank, 0))));
            this.parameters.add(names.fresh(parameter.substring(blank + 1)));
        }
    }

    /** The method's name in the class. */
    public String name() {
        return name;
    }

    /** The name of a parameter. */
    public String parameter(int index) {
        return parameters.get(index);
    }

    public SourceBuilder body() {
        return body;
    }

    /** A line of comment above the method; any text. */
    public MethodBuilder comment(String text) {
        comment = text;
        return this;
    }

    /** A call expression with these arguments. */
    public String call(String... arguments) {
        return name + "(" + String.join(", ", arguments) + ")";
    }

    String signature() {
        return name + parameterTypes;
    }

    void writeTo(SourceBuilder out) {
        var declared = new StringBuilder();
        for (int i = 0; i < parameters.size(); i++) {
            declared.append(i == 0 ? "" : ", ")
                    .append("final ")
                    .append(parameterTypes.get(i))
                    .append(' ')
                    .append(parameters.get(i));
        }
        out.comment(comment);
        try (var _ = out.block(modifiersAndType + " " + name + "(" + declared + ")")) {
            out.splice(body);
        }
    }
}
