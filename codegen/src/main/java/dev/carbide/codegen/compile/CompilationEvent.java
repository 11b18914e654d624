package dev.carbide.codegen.compile;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One request for a compiled class; its duration is the time the requester waited. */
@Name("dev.carbide.Compilation")
@Label("Pipeline Compilation")
@Description("Generated source was compiled, or found compiled in the class cache")
@Category("Carbide")
@StackTrace(false)
final class CompilationEvent extends Event {
    @Label("Class")
    String className = "";

    @Label("Class File Size")
    @DataAmount
    int classBytes;

    @Label("Largest Method")
    String largestMethod = "";

    @Label("Bytecode Size of Largest Method")
    @DataAmount
    int largestMethodBytes;

    @Label("Cache Hit")
    boolean cacheHit;

    static CompilationEvent begun() {
        var event = new CompilationEvent();
        event.begin();
        return event;
    }

    void commit(CompiledClass compiled, boolean cached) {
        end();
        if (shouldCommit()) {
            MethodSize largest = compiled.largestMethod();
            className = compiled.type().getSimpleName();
            classBytes = compiled.classBytes();
            largestMethod = largest.name();
            largestMethodBytes = largest.bytes();
            cacheHit = cached;
            commit();
        }
    }
}
