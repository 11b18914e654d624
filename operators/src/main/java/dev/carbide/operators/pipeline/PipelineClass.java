package dev.carbide.operators.pipeline;

import dev.carbide.codegen.source.ClassBuilder;
import dev.carbide.codegen.source.MethodBuilder;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.operators.runtime.CompiledPipeline;
import dev.carbide.operators.runtime.WorkerState;

/**
 * The class of a pipeline under construction: fields that live as long as the instance are set in its constructor, the
 * states of its worker in {@code bind}.
 */
final class PipelineClass {
    private final ClassBuilder cls = new ClassBuilder("Pipeline", CompiledPipeline.class);
    private final MethodBuilder bind;

    PipelineClass() {
        cls.imports(WorkerState.class);
        bind = cls.override("void", "bind", "WorkerState worker");
    }

    ClassBuilder builder() {
        return cls;
    }

    /** A field of exactly this name that {@code bind} sets to {@code from}, an expression over {@code worker}. */
    void bound(Class<?> type, String name, String from, String comment) {
        exactly(name, cls.field(type, name, comment));
        bind.body().line(name + " = worker." + from + ";");
    }

    /** An array of exactly this name with room for the tuples of a chunk. */
    void vector(String elementType, String name, String comment) {
        exactly(name, initialised(elementType + "[]", name, "new " + elementType + "[Batch.MAX_ROWS]", comment));
    }

    /** A field of exactly this name with its default value. */
    void state(String javaType, String name, String comment) {
        exactly(name, cls.field(javaType, name, comment));
    }

    /** Fixed names are declared before any that stems from the query. */
    static void exactly(String wanted, String got) {
        if (!wanted.equals(got)) {
            throw new CarbideInternalException("Member " + wanted + " of a pipeline got the name " + got);
        }
    }

    /** A field that the constructor sets; returns its name. */
    String initialised(String javaType, String stem, String value, String comment) {
        String name = cls.field(javaType, stem, comment);
        cls.constructor().line(name + " = " + value + ";");
        return name;
    }

    /** A field with its default value; returns its name. */
    String field(String javaType, String stem, String comment) {
        return cls.field(javaType, stem, comment);
    }

    MethodBuilder method(String returnType, String stem, String comment, String... parameters) {
        return cls.method("private", returnType, stem, parameters).comment(comment);
    }

    SourceBuilder override(String returnType, String name, String... parameters) {
        return cls.override(returnType, name, parameters).body();
    }
}
