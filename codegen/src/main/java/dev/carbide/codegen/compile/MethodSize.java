package dev.carbide.codegen.compile;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.util.ArrayList;
import java.util.List;

/**
 * A method of a compiled class and how large it is.
 *
 * @param name as in the source, {@code <init>} for a constructor
 * @param descriptor of the class file; Janino compiles private methods to static ones that take the object first
 * @param bytes of bytecode, which is what the JIT compiler's limits count
 */
public record MethodSize(String name, String descriptor, int bytes) {
    /** Every method with code, in the order of the class file. */
    static List<MethodSize> of(byte[] classFile) {
        var sizes = new ArrayList<MethodSize>();
        for (var method : ClassFile.of().parse(classFile).methods()) {
            method.findAttribute(Attributes.code())
                    .ifPresent(code -> sizes.add(new MethodSize(
                            sourceName(method.methodName().stringValue()),
                            method.methodType().stringValue(),
                            code.codeLength())));
        }
        return sizes;
    }

    /** Janino adds a {@code $} to the names of private methods. */
    private static String sourceName(String name) {
        return name.endsWith("$") ? name.substring(0, name.length() - 1) : name;
    }
}
