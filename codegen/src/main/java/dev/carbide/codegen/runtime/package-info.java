/**
 * What generated code calls while it runs: arithmetic beyond 64 bits, text, calendar, failures. Public static methods
 * and small state holders that allocate nothing per row; called from Janino's classes, so no generics or interfaces with
 * static methods in the signatures.
 */
@NullMarked
package dev.carbide.codegen.runtime;

import org.jspecify.annotations.NullMarked;
