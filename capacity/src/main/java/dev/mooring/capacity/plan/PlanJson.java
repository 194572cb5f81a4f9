package dev.mooring.capacity.plan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.capacity.Authentication;
import dev.mooring.capacity.Bill;
import dev.mooring.capacity.CapacityPlan;
import dev.mooring.capacity.ClientLoad;
import dev.mooring.capacity.FleetSpec;
import dev.mooring.capacity.InstanceType;
import dev.mooring.capacity.Limit;
import dev.mooring.capacity.MemoryBudget;
import dev.mooring.capacity.Messaging;
import dev.mooring.capacity.Recovery;
import dev.mooring.capacity.Spare;
import dev.mooring.capacity.Tls;
import dev.mooring.capacity.UsableCapacity;
import dev.mooring.capacity.unit.Bytes;
import dev.mooring.capacity.unit.DurationText;
import dev.mooring.capacity.unit.PortRange;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A plan as JSON: the record's own structure, sizes in bytes, durations and ports as the text that inputs take. */
final class PlanJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .addMixIn(CapacityPlan.class, WithAnswers.class)
            .addMixIn(FleetSpec.class, FlatJson.OfSpec.class)
            .addMixIn(InstanceType.class, FlatJson.OfType.class)
            .addMixIn(ClientLoad.class, FlatJson.OfLoad.class)
            .addMixIn(MemoryBudget.class, FlatJson.OfBudget.class)
            .addMixIn(Bill.class, WithTotal.class)
            .addMixIn(Recovery.class, WithTime.class)
            .addModule(units())
            .build();

    private PlanJson() {}

    /** The plan; where messages or secrets cost something, that is a part of the bill and in its total. */
    static String render(CapacityPlan plan, Messaging messaging, Authentication authentication) {
        ObjectNode tree = JSON.valueToTree(plan);
        if (tree.get("cost") instanceof ObjectNode cost) {
            double together = plan.cost().total()
                    + put(cost, "push-port", messaging.monthlyCost())
                    + put(cost, "certificate", plan.spec().ingress().monthlyCost())
                    + put(cost, "token-keys", authentication.monthlyCost());
            cost.put("total", rounded(together));
        }
        return write(tree);
    }

    private static double put(ObjectNode cost, String part, double dollars) {
        if (dollars > 0) {
            cost.put(part, rounded(dollars));
        }
        return dollars;
    }

    /** Anything of plain data, in the form of all JSON here. */
    static String write(Object data) {
        try {
            return JSON.writeValueAsString(data) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan consists of plain data", e);
        }
    }

    private static SimpleModule units() {
        return new SimpleModule()
                // Jackson's own feature asks the locale of the machine, where a small I may have no dot.
                .addSerializer(
                        Enum.class,
                        writing((value, json) -> json.writeString(value.name().toLowerCase(Locale.ROOT))))
                .addSerializer(Tls.class, writing(PlanJson::writeTls))
                .addSerializer(Bytes.class, writing((value, json) -> json.writeNumber(value.count())))
                .addSerializer(Duration.class, writing((value, json) -> json.writeString(DurationText.format(value))))
                .addSerializer(PortRange.class, writing((value, json) -> json.writeString(value.toString())))
                .addSerializer(Spare.class, writing((value, json) -> json.writeString(value.toString())))
                .addSerializer(Optional.class, writing(PlanJson::writeOptional))
                .addSerializer(OptionalDouble.class, writing(PlanJson::writeOptional))
                .addSerializer(double.class, writing((value, json) -> json.writeNumber(rounded(value))))
                .addSerializer(OptionalLong.class, writing(PlanJson::writeOptional));
    }

    /** Four decimals at most: what follows is noise of binary fractions. */
    private static BigDecimal rounded(double value) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(4, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.setScale(Math.max(0, rounded.scale()));
    }

    /** As an input takes it. */
    private static void writeTls(Tls value, JsonGenerator json) throws IOException {
        if (value == Tls.HOST) {
            json.writeString(value.toString());
        } else {
            json.writeBoolean(value == Tls.BALANCER);
        }
    }

    private static void writeOptional(OptionalLong value, JsonGenerator json) throws IOException {
        if (value.isPresent()) {
            json.writeNumber(value.getAsLong());
        } else {
            json.writeNull();
        }
    }

    private static void writeOptional(OptionalDouble value, JsonGenerator json) throws IOException {
        if (value.isPresent()) {
            json.writeNumber(rounded(value.getAsDouble()));
        } else {
            json.writeNull();
        }
    }

    private static void writeOptional(Optional<?> value, JsonGenerator json) throws IOException {
        json.writePOJO(value.orElse(null));
    }

    private static <T> JsonSerializer<T> writing(Writer<T> writer) {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
                writer.write(value, json);
            }
        };
    }

    @FunctionalInterface
    private interface Writer<T> {
        void write(T value, JsonGenerator json) throws IOException;
    }

    /** Adds the plan's answer to its data. */
    private interface WithAnswers extends FlatJson.OfPlan {
        @JsonProperty(value = "binding-limit", index = 0)
        Limit bindingLimit();

        @JsonProperty(value = "capacity-units", index = 1)
        double capacityUnits();

        @JsonProperty(value = "recovery", index = 2)
        Optional<Recovery> recovery();

        @JsonProperty(value = "usable", index = 3)
        UsableCapacity usable();
    }

    private interface WithTotal {
        @JsonProperty("total")
        double total();
    }

    private interface WithTime {
        @JsonProperty("within")
        Duration within();
    }
}
