package dev.carbide.codegen.source;

import dev.carbide.offheap.error.CarbideInternalException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One generated class under construction: imports, fields, parameters, constructor and methods.
 *
 * <p>The class has one public constructor that takes the parameters as an {@code Object[]}, and is named by a hash of its
 * own text. What it refers to must be public. For one thread.
 */
public final class ClassBuilder {
    /** Above this, assignments move out of the constructor, which would outgrow 64 KiB at some thousands of them. */
    private static final int PARAMETERS_PER_METHOD = 500;

    private final String kind;
    private final Class<?> superclass;
    private final Names names = new Names();
    private final Imports imports = new Imports();
    private final List<String> header = new ArrayList<>();
    private final List<FieldLine> fields = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<MethodBuilder> methods = new ArrayList<>();
    private final Set<String> overridden = new HashSet<>();
    private final Map<Class<?>, Object> attached = new HashMap<>();
    private final SourceBuilder constructor;

    private record FieldLine(
            String type,
            String name,
            String comment,
            @Nullable Parameter parameter) {}

    /**
     * @param kind what the class is, the first part of its name: {@code Pipeline}
     * @param superclass public, with a public or protected constructor without parameters; names of its members are not
     *     given out
     */
    public ClassBuilder(String kind, Class<?> superclass) {
        this.kind = SourceText.identifier(kind);
        this.superclass = superclass;
        reserveMembers(superclass);
        names.reserve("parameters");
        constructor = new SourceBuilder(names.scope());
    }

    private void reserveMembers(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                names.reserve(field.getName());
            }
            for (Method method : at.getDeclaredMethods()) {
                names.reserve(method.getName());
            }
        }
        for (Method method : type.getMethods()) {
            names.reserve(method.getName());
        }
    }

    /** A line of the comment above the class; any text. */
    public ClassBuilder header(String comment) {
        header.add(comment);
        return this;
    }

    /** The scope of fields and methods. */
    public Names names() {
        return names;
    }

    /** Imports a public class if need be and returns the name by which the source calls it. */
    public String type(Class<?> type) {
        return imports.name(type);
    }

    /** Imports public classes, whose simple names may then stand in templates. */
    public ClassBuilder imports(Class<?>... types) {
        for (Class<?> type : types) {
            String name = imports.name(type);
            if (name.equals(type.getCanonicalName()) && !type.isPrimitive()) {
                throw new CarbideInternalException("Two imports have the simple name of " + name);
            }
        }
        return this;
    }

    /** Declares a private field, to be assigned in {@link #constructor}, and returns its name. */
    public String field(String javaType, String stem, String comment) {
        String name = names.fresh(stem);
        fields.add(new FieldLine(SourceText.type(javaType), name, comment, null));
        return name;
    }

    public String field(Class<?> type, String stem, String comment) {
        return field(type(type), stem, comment);
    }

    /**
     * Declares a constant of the query and returns the name of the final field that holds it. The value reaches the
     * object through its constructor; the text does not depend on it.
     *
     * @param describedType the logical type, for comments
     */
    public String parameter(Class<?> type, String stem, @Nullable Object value, Object describedType) {
        return parameter(type, stem, value, describedType, value);
    }

    /** As {@link #parameter(Class, String, Object, Object)}; EXPLAIN shows {@code shown} in place of the value. */
    public String parameter(
            Class<?> type, String stem, @Nullable Object value, Object describedType, @Nullable Object shown) {
        if (value == null ? type.isPrimitive() : !Boxes.boxed(type).isInstance(value)) {
            throw new CarbideInternalException("Parameter " + stem + " must be a " + type.getName() + ", got "
                    + (value == null ? "null" : value.getClass().getName()));
        }
        String name = names.fresh(stem);
        var parameter = new Parameter(
                parameters.size(), name, type, value, SourceText.comment(String.valueOf(describedType)), shown);
        parameters.add(parameter);
        String comment = parameter.placeholder() + " as " + parameter.description();
        fields.add(new FieldLine(type(type), name, comment, parameter));
        return name;
    }

    /** How comments call a parameter, {@code ?0}. */
    public String placeholder(String field) {
        return parameters.stream()
                .filter(parameter -> parameter.field().equals(field))
                .findFirst()
                .orElseThrow(() -> new CarbideInternalException("No parameter is held by field " + field))
                .placeholder();
    }

    /** An object of a generator that serves the whole class, made when it is first asked for. */
    public <T> T attached(Class<T> type, Function<ClassBuilder, T> maker) {
        Object present = attached.get(type);
        if (present == null) {
            present = maker.apply(this);
            attached.put(type, present);
        }
        return type.cast(present);
    }

    /** What the constructor does once the parameters are in their fields. */
    public SourceBuilder constructor() {
        return constructor;
    }

    /**
     * Adds a method under a new name made from {@code stem}. Parameters are given as type and stem, {@code "long row"};
     * the stem may be any text.
     *
     * @param modifiers at least one, {@code private}; stack traces and profiles show private methods with a {@code $}
     *     after their name
     */
    public MethodBuilder method(String modifiers, String returnType, String stem, String... parameters) {
        return add(SourceText.modifiers(modifiers) + " " + SourceText.type(returnType), names.fresh(stem), parameters);
    }

    /** Adds a public method under exactly this name, to implement one of the superclass. */
    public MethodBuilder override(String returnType, String name, String... parameters) {
        var method = add("public " + SourceText.type(returnType), SourceText.identifier(name), parameters);
        if (!overridden.add(method.signature())) {
            throw new CarbideInternalException("Method " + method.signature() + " is generated twice");
        }
        return method;
    }

    private MethodBuilder add(String modifiersAndType, String name, String... parameters) {
        var method = new MethodBuilder(names.scope(), modifiersAndType, name, parameters);
        methods.add(method);
        return method;
    }

    /** The finished source. */
    public GeneratedSource build() {
        var hash = new StructuralHash(kind);
        var body = new SourceBuilder(names.scope());
        for (int i = 0; i < header.size(); i++) {
            body.comment(
                    i == 0 ? kind.toLowerCase(Locale.ROOT) + " " + hash.place() + ": " + header.get(i) : header.get(i));
        }
        String extended = type(superclass);
        try (var _ = body.block("public final class " + hash.className() + " extends " + extended)) {
            writeFields(body);
            writeConstructor(body, hash.className());
            for (MethodBuilder method : methods) {
                body.blank();
                method.writeTo(body);
            }
        }
        String unit = "package " + GeneratedSource.PACKAGE + ";\n\n" + imports.text() + body.text();
        return hash.source(unit, parameters);
    }

    private boolean manyParameters() {
        return parameters.size() > PARAMETERS_PER_METHOD;
    }

    private void writeFields(SourceBuilder out) {
        for (FieldLine field : fields) {
            String modifiers = field.parameter() != null && !manyParameters() ? "private final " : "private ";
            out.annotated(field.comment(), modifiers + field.type() + " " + field.name() + ";");
        }
        if (!fields.isEmpty()) {
            out.blank();
        }
    }

    private void writeConstructor(SourceBuilder out, String className) {
        int chunks = manyParameters() ? (parameters.size() - 1) / PARAMETERS_PER_METHOD + 1 : 0;
        try (var _ = out.block("public " + className + "(final Object[] parameters)")) {
            for (int chunk = 0; chunk < chunks; chunk++) {
                out.line("bindParameters${chunk}(parameters);", "chunk", chunk);
            }
            if (chunks == 0) {
                assign(out, parameters);
            }
            out.splice(constructor);
        }
        for (int chunk = 0; chunk < chunks; chunk++) {
            int from = chunk * PARAMETERS_PER_METHOD;
            out.blank();
            try (var _ = out.block("private void bindParameters" + chunk + "(final Object[] parameters)")) {
                assign(out, parameters.subList(from, Math.min(from + PARAMETERS_PER_METHOD, parameters.size())));
            }
        }
    }

    private void assign(SourceBuilder out, List<Parameter> some) {
        for (Parameter parameter : some) {
            String element = "parameters[" + parameter.index() + "]";
            Class<?> type = parameter.type();
            String cast = "(" + type(Boxes.boxed(type)) + ") " + element;
            String value = type.isPrimitive() ? "(" + cast + ")." + type.getName() + "Value()" : cast;
            out.line(parameter.field() + " = " + value + ";");
        }
    }

    static boolean isAccessible(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getEnclosingClass()) {
            if (!Modifier.isPublic(at.getModifiers())) {
                return false;
            }
        }
        return true;
    }
}
