package dev.carbide.codegen.compile;

import java.util.function.LongUnaryOperator;

/** What generated classes of these tests extend. */
public abstract class Operation implements LongUnaryOperator {}
