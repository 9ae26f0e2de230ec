import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Objects;

/**
 * Links the {@code equals} and {@code hashCode} of records when the JAR is built. javac leaves them
 * to {@link java.lang.runtime.ObjectMethods}, which makes them of method handles at their first
 * use, in every process: an AOT cache of Java 25 keeps no such handles. Their {@code toString},
 * which a run hardly needs, stays as it is.
 */
final class RecordMethods {
    private static final ClassDesc OBJECTS = ClassDesc.of(Objects.class.getName());

    private record Component(String name, ClassDesc type) {}

    private final ClassDesc owner;

    private RecordMethods(ClassDesc owner) {
        this.owner = owner;
    }

    /** Gives a class methods of its own where it was a record's; others stay as they are. */
    static ClassTransform linked(ClassModel model) {
        RecordMethods methods = new RecordMethods(model.thisClass().asSymbol());
        return DynamicCalls.linked(model, "record$", RecordMethods::isOfRecord, methods::body);
    }

    private void body(CodeBuilder code, InvokeDynamicInstruction call) {
        if (call.name().equalsString("equals")) {
            equals(code, components(call));
        } else {
            hashCode(code, components(call));
        }
    }

    private static boolean isOfRecord(InvokeDynamicInstruction call) {
        return DynamicCalls.isBy(call, "ObjectMethods")
                && (call.name().equalsString("equals") || call.name().equalsString("hashCode"));
    }

    /** What stands behind the record's class and the components' names: a getter for each. */
    private static List<Component> components(InvokeDynamicInstruction call) {
        return call.bootstrapArgs().stream()
                .skip(2)
                .map(DirectMethodHandleDesc.class::cast)
                .map(getter ->
                        new Component(getter.methodName(), getter.invocationType().returnType()))
                .toList();
    }

    private void equals(CodeBuilder code, List<Component> components) {
        Label differs = code.newLabel();
        code.aload(1).instanceOf(owner).ifeq(differs);
        code.aload(1).checkcast(owner).astore(2);
        for (Component component : components) {
            code.aload(0).getfield(owner, component.name(), component.type());
            code.aload(2).getfield(owner, component.name(), component.type());
            same(code, component.type());
            code.ifeq(differs);
        }
        code.iconst_1().ireturn().labelBinding(differs).iconst_0().ireturn();
    }

    private static void same(CodeBuilder code, ClassDesc type) {
        if (type.isPrimitive()) {
            // As Java says of records: a NaN equals itself.
            code.invokestatic(
                            boxed(type),
                            "compare",
                            MethodTypeDesc.of(ConstantDescs.CD_int, type, type))
                    .ifThenElse(zeroNot -> zeroNot.iconst_0(), zero -> zero.iconst_1());
        } else {
            code.invokestatic(
                    OBJECTS,
                    "equals",
                    MethodTypeDesc.of(
                            ConstantDescs.CD_boolean,
                            ConstantDescs.CD_Object,
                            ConstantDescs.CD_Object));
        }
    }

    private void hashCode(CodeBuilder code, List<Component> components) {
        code.iconst_0();
        for (Component component : components) {
            code.bipush(31).imul();
            code.aload(0).getfield(owner, component.name(), component.type());
            if (component.type().isPrimitive()) {
                code.invokestatic(
                        boxed(component.type()),
                        "hashCode",
                        MethodTypeDesc.of(ConstantDescs.CD_int, component.type()));
            } else {
                code.invokestatic(
                        OBJECTS,
                        "hashCode",
                        MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object));
            }
            code.iadd();
        }
        code.ireturn();
    }

    private static ClassDesc boxed(ClassDesc primitive) {
        return switch (TypeKind.from(primitive)) {
            case BOOLEAN -> ConstantDescs.CD_Boolean;
            case BYTE -> ConstantDescs.CD_Byte;
            case CHAR -> ConstantDescs.CD_Character;
            case SHORT -> ConstantDescs.CD_Short;
            case INT -> ConstantDescs.CD_Integer;
            case LONG -> ConstantDescs.CD_Long;
            case FLOAT -> ConstantDescs.CD_Float;
            case DOUBLE -> ConstantDescs.CD_Double;
            case REFERENCE, VOID -> throw new IllegalArgumentException(primitive.toString());
        };
    }
}
