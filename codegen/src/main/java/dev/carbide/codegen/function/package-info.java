/**
 * The scalar functions, one file per family, each function declared once; their registry, and factories of expressions
 * for those who build plans in Java.
 */
@NullMarked
package dev.carbide.codegen.function;

import org.jspecify.annotations.NullMarked;
