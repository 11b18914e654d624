/** The interpreter of expressions: plain, boxed, exact; what generated code is checked against. */
@NullMarked
package dev.carbide.codegen.interpret;

import org.jspecify.annotations.NullMarked;
