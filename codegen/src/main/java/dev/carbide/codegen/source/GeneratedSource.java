package dev.carbide.codegen.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The source of one class, and beside it the constants that are not in it.
 *
 * @param className without its package
 * @param text a whole compilation unit; equal for plans of equal structure
 */
public record GeneratedSource(String className, String text, List<Parameter> parameters) {
    /** Package of all generated classes. */
    public static final String PACKAGE = "dev.carbide.generated";

    public GeneratedSource {
        parameters = List.copyOf(parameters);
    }

    public String qualifiedName() {
        return PACKAGE + "." + className;
    }

    /** The name that stack traces show and dumps use. */
    public String fileName() {
        return className + ".java";
    }

    /** The constructor's argument. */
    public @Nullable Object[] arguments() {
        return parameters.stream().map(Parameter::value).toArray();
    }

    /** One line per parameter, {@code ?0 = 24.00 as DECIMAL(15,2)}, in printable characters and of bounded length. */
    public List<String> descriptions() {
        return parameters.stream().map(ParameterText::describe).toList();
    }

    /** The text with its constants listed below as comments, for a reader: EXPLAIN CODEGEN and dumps. */
    public String textWithConstants() {
        var shown = new StringBuilder(text);
        for (String description : descriptions()) {
            shown.append("// ").append(SourceText.comment(description)).append('\n');
        }
        return shown.toString();
    }
}
