package dev.carbide.codegen.expression;

import dev.carbide.codegen.expression.Value.Shape;
import dev.carbide.codegen.source.ClassBuilder;
import dev.carbide.codegen.source.SourceBuilder;
import dev.carbide.offheap.error.CarbideInternalException;
import dev.carbide.offheap.type.DateType;
import dev.carbide.offheap.type.StringType;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The state of expression generation in one loop: what has been computed, and in which block it is known. */
final class LoopEmission implements Emission {
    /** Longer conditions become locals before they are used. */
    private static final int LONGEST_INLINE = 80;

    private final ClassBuilder cls;
    private final SourceBuilder body;
    private final ColumnAccess columns;
    private final ExpressionGen.Variant variant;
    private final ClassConstants constants;
    private final Deque<Map<Expression, Value>> scopes = new ArrayDeque<>();
    private final Map<Expression, String> stems = new HashMap<>();
    private final Map<Expression, Boolean> fitting = new HashMap<>();

    LoopEmission(ClassBuilder cls, SourceBuilder body, ColumnAccess columns, ExpressionGen.Variant variant) {
        this.cls = cls;
        this.body = body;
        this.columns = columns;
        this.variant = variant;
        this.constants = ClassConstants.of(cls);
        scopes.push(new HashMap<>());
    }

    @Override
    public ExpressionGen.Variant variant() {
        return variant;
    }

    @Override
    public Value generate(Expression expression) {
        Value present = known(expression);
        if (present != null) {
            return present;
        }
        return switch (expression) {
            case ColumnReference reference -> remember(reference, read(reference));
            case Literal literal -> narrowed(literal, constants.literal(literal, stem(literal)));
            case Call call -> {
                Value value = settled(
                        call.function().generate(call, this), call.function().name());
                requireType(value, call);
                yield call.function().isDeterministic() ? remember(call, value) : value;
            }
        };
    }

    private @Nullable Value known(Expression expression) {
        for (Map<Expression, Value> scope : scopes) {
            Value value = scope.get(expression);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private Value remember(Expression expression, Value value) {
        scopes.element().put(expression, value);
        return value;
    }

    private Value read(ColumnReference reference) {
        Value value = columns.column(reference);
        requireType(value, reference);
        Value read = variant.nullFree() ? Values.withValid(value, Value.ALWAYS) : value;
        return narrowed(reference, read);
    }

    /** A wide leaf that is proved to fit is its low half. */
    private Value narrowed(Expression leaf, Value value) {
        return value.shape() == Shape.WIDE && fitsLong(leaf)
                ? Values.integer(value.type(), value.code(), value.valid())
                : value;
    }

    /** Makes locals of what is too long to repeat. */
    private Value settled(Value value, String stem) {
        Value settled = value;
        if (value.valid().length() > LONGEST_INLINE
                || value.valid().indexOf('&') >= 0
                || value.valid().indexOf('|') >= 0) {
            settled = Values.withValid(settled, local("boolean", stem + "Valid", value.valid()));
        }
        if (value.shape() == Shape.BOOL && value.code().length() > LONGEST_INLINE) {
            settled = Values.bool(local("boolean", stem, value.code()), settled.valid());
        }
        return settled;
    }

    private static void requireType(Value value, Expression expression) {
        if (!value.type().equals(expression.type())) {
            throw new CarbideInternalException(
                    "The code for " + expression + " must have type " + expression.type() + ", got " + value.type());
        }
    }

    @Override
    public String holds(Expression expression, boolean wanted) {
        Value present = known(expression);
        if (present == null && expression instanceof Call call) {
            String condition = call.function().holds(call, wanted, this);
            return condition.length() > LONGEST_INLINE
                    ? local("boolean", wanted ? "pass" : "fails", condition)
                    : condition;
        }
        return Values.holds(generate(expression), wanted);
    }

    @Override
    public boolean fitsLong(Expression expression) {
        return fitting.computeIfAbsent(
                expression, key -> variant.narrow() ? NarrowGuard.canFitLong(key) : NarrowGuard.alwaysFitsLong(key));
    }

    @Override
    public void suggestName(Expression expression, String stem) {
        stems.putIfAbsent(expression, stem);
    }

    private String stem(Literal literal) {
        String suggested = stems.get(literal);
        if (suggested != null) {
            return suggested;
        }
        return switch (Values.shapeOf(literal.type())) {
            case BOOL -> "truth";
            case BYTES -> literal.type() instanceof StringType ? "text" : "bytes";
            default -> literal.type().isNumeric() ? "number" : literal.type() instanceof DateType ? "date" : "moment";
        };
    }

    @Override
    public void line(String statement) {
        body.line(statement);
    }

    @Override
    public Block block(String header, Collection<Expression> inside) {
        inside.forEach(expression -> ExpressionProperties.forEachColumn(expression, this::generate));
        SourceBuilder.Block block = body.block(header);
        scopes.push(new HashMap<>());
        return () -> {
            scopes.pop();
            block.close();
        };
    }

    @Override
    public String call(Class<?> type, String method, String... arguments) {
        return type(type) + "." + method + "(" + String.join(", ", arguments) + ")";
    }

    @Override
    public String type(Class<?> type) {
        return cls.type(type);
    }

    @Override
    public String fresh(String stem) {
        return body.fresh(stem);
    }

    @Override
    public <T> String constant(
            Class<T> type, String stem, Object key, Supplier<T> value, String description, Object shown) {
        return constants.constant(type, stem, key, value, description, shown);
    }

    @Override
    public String scaledLiteral(Literal literal, int digits) {
        return constants.scaledLiteral(literal, stem(literal), digits);
    }

    @Override
    public String scratch() {
        return constants.scratch();
    }

    @Override
    public String instance(Class<?> type) {
        return constants.instance(type);
    }

    @Override
    public String site(Call call) {
        return constants.site(call);
    }

    String describe(Expression expression) {
        return switch (expression) {
            case ColumnReference reference -> reference.name();
            case Literal literal -> constants.placeholder(literal, stem(literal));
            case Call call -> {
                StrictCall.nameLimit(call, this);
                List<String> arguments =
                        call.arguments().stream().map(this::describe).toList();
                yield call.function().describe(arguments, call.type());
            }
        };
    }
}
