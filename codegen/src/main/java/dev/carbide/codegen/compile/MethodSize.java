package dev.carbide.codegen.compile;

/** A method of a compiled class and the bytes of its bytecode. */
public record MethodSize(String name, String descriptor, int bytes) {}
