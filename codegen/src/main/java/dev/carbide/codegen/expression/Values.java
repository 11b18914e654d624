package dev.carbide.codegen.expression;

import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.offheap.type.DataType;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes {@link Value}s, and the Java booleans that say where they are valid, folding what is known. */
public final class Values {
    /** The validity of NULL. */
    public static final String NEVER = "false";

    private Values() {}

    /** The shape of a value of this type where nothing is proved about it. */
    public static Shape shapeOf(DataType type) {
        return switch (type.physical()) {
            case INT8 -> type.equals(DataType.BOOLEAN) ? Shape.BOOL : Shape.INT;
            case INT16, INT32, INT64 -> Shape.INT;
            case FLOAT32 -> Shape.FLOAT;
            case FLOAT64 -> Shape.DOUBLE;
            case INT128 -> Shape.WIDE;
            case VIEW -> Shape.BYTES;
        };
    }

    public static Value integer(DataType type, String code) {
        return integer(type, code, Value.ALWAYS);
    }

    public static Value integer(DataType type, String code, String valid) {
        return new Value(type, Shape.INT, code, null, valid);
    }

    public static Value bool(String code) {
        return bool(code, Value.ALWAYS);
    }

    public static Value bool(String code, String valid) {
        return new Value(DataType.BOOLEAN, Shape.BOOL, code, null, valid);
    }

    public static Value floating(DataType type, String code, String valid) {
        return new Value(type, shapeOf(type), code, null, valid);
    }

    public static Value wide(DataType type, String low, String high, String valid) {
        return new Value(type, Shape.WIDE, low, high, valid);
    }

    public static Value bytes(DataType type, String address, String length, String valid) {
        return new Value(type, Shape.BYTES, address, length, valid);
    }

    /** NULL of that type. */
    public static Value nullOf(DataType type) {
        return switch (shapeOf(type)) {
            case INT -> integer(type, "0L", NEVER);
            case BOOL -> bool("false", NEVER);
            case FLOAT -> floating(type, "0.0f", NEVER);
            case DOUBLE -> floating(type, "0.0", NEVER);
            case WIDE -> wide(type, "0L", "0L", NEVER);
            case BYTES -> bytes(type, "0L", "0", NEVER);
        };
    }

    public static Value withValid(Value value, String valid) {
        return new Value(value.type(), value.shape(), value.code(), value.second(), valid);
    }

    public static Value withType(Value value, DataType type) {
        return new Value(type, value.shape(), value.code(), value.second(), value.valid());
    }

    /** The second part of a WIDE or BYTES value. */
    public static String second(Value value) {
        if (value.second() == null) {
            throw new IllegalArgumentException("A value of shape " + value.shape() + " has one part");
        }
        return value.second();
    }

    /** The high 64 bits of an integral value, sign extended if it is narrow. */
    public static String high(Value value) {
        return value.shape() == Shape.WIDE ? second(value) : "(" + value.code() + " >> 63)";
    }

    /** A Java boolean: the BOOLEAN value is valid and equals {@code wanted}. */
    public static String holds(Value value, boolean wanted) {
        return and(value.valid(), wanted ? value.code() : not(value.code()));
    }

    public static String and(String left, String right) {
        if (left.equals(Value.ALWAYS)) {
            return right;
        }
        if (right.equals(Value.ALWAYS) || left.equals(NEVER) || left.equals(right)) {
            return left;
        }
        if (right.startsWith("(" + left + " && ")) {
            return right;
        }
        return right.equals(NEVER) ? NEVER : operand(left, '&') + " & " + operand(right, '&');
    }

    public static String or(String left, String right) {
        if (left.equals(NEVER)) {
            return right;
        }
        if (right.equals(NEVER) || left.equals(Value.ALWAYS) || left.equals(right)) {
            return left;
        }
        return right.equals(Value.ALWAYS) ? Value.ALWAYS : operand(left, '|') + " | " + operand(right, '|');
    }

    public static String not(String condition) {
        if (condition.equals(Value.ALWAYS)) {
            return NEVER;
        }
        if (condition.equals(NEVER)) {
            return Value.ALWAYS;
        }
        if (condition.charAt(0) == '!' && isPrimary(condition.substring(1))) {
            return condition.substring(1);
        }
        return "!" + (isPrimary(condition) ? condition : "(" + condition + ")");
    }

    /** The conjunction of conditions, each at most once. */
    public static String all(Collection<String> conditions) {
        Set<String> distinct = new LinkedHashSet<>(conditions);
        return distinct.stream().reduce(Value.ALWAYS, Values::and);
    }

    /** The disjunction of conditions, each at most once. */
    public static String any(Collection<String> conditions) {
        Set<String> distinct = new LinkedHashSet<>(conditions);
        return distinct.stream().reduce(NEVER, Values::or);
    }

    /** The code in parentheses unless it is a name, a number or a call. */
    public static String parenthesized(String code) {
        return isPrimary(code) ? code : "(" + code + ")";
    }

    /** Arguments of a Java call. */
    public static String list(Collection<String> arguments) {
        return arguments.stream().collect(Collectors.joining(", "));
    }

    private static String operand(String condition, char operator) {
        return isPrimary(condition) || isChain(condition, operator) || isRelation(condition)
                ? condition
                : "(" + condition + ")";
    }

    /** A name, literal, field or call; conservative. */
    private static boolean isPrimary(String code) {
        int depth = 0;
        for (int index = 0; index < code.length(); index++) {
            char c = code.charAt(index);
            if (c == '(') {
                if (depth == 0 && index == 0) {
                    return closesAtEnd(code);
                }
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (depth == 0 && !Character.isJavaIdentifierPart(c) && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean closesAtEnd(String code) {
        int depth = 0;
        for (int index = 0; index < code.length(); index++) {
            depth += code.charAt(index) == '(' ? 1 : code.charAt(index) == ')' ? -1 : 0;
            if (depth == 0) {
                return index == code.length() - 1;
            }
        }
        return false;
    }

    /** Only operators that bind at least as strongly as a chain of {@code operator} occur outside parentheses. */
    private static boolean isChain(String code, char operator) {
        return operatorsOutside(code).chars().allMatch(c -> c == operator || "!<>=+-*".indexOf(c) >= 0);
    }

    private static boolean isRelation(String code) {
        return operatorsOutside(code).chars().allMatch(c -> "!<>=+-*".indexOf(c) >= 0);
    }

    private static String operatorsOutside(String code) {
        StringBuilder operators = new StringBuilder();
        int depth = 0;
        for (char c : code.toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0 && c != ')' && !Character.isJavaIdentifierPart(c) && c != ' ' && c != '.') {
                operators.append(c);
            }
        }
        return operators.toString();
    }
}
