package dev.carbide.codegen.source;

import java.lang.invoke.MethodType;

/** The types in which primitives travel as objects. */
final class Boxes {
    private Boxes() {}

    static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }
}
