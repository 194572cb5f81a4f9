package dev.mooring.infra.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mooring.infra.Fleets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CircleRuleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'DependsOn': 'A'",
                "'DependsOn': ['A']",
                "'Properties': {'DisplayName': {'Ref': 'A'}}",
                "'Properties': {'DisplayName': {'Fn::GetAtt': ['A', 'TopicName']}}",
                "'Properties': {'DisplayName': {'Fn::Sub': 'of ${A.TopicName}'}}",
                "'Properties': {'DisplayName': {'Fn::Join': ['', ['of ', {'Ref': 'A'}]]}}",
            })
    void catchesAResourceThatWaitsForItselfByWhateverItRefersWith(String reference) {
        assertEquals(
                List.of("A: waits for itself: A -> B -> C -> A"),
                violations("'A': {'DependsOn': 'B'}, 'B': {'DependsOn': ['C']}, 'C': {" + reference + "}"));
    }

    @Test
    void catchesAResourceThatNamesItself() {
        assertEquals(List.of("A: waits for itself: A -> A"), violations("'A': {'DependsOn': 'A'}"));
    }

    @Test
    void catchesACircleThatIsReachedFromOutside() {
        assertEquals(
                List.of("B: waits for itself: B -> C -> B"),
                violations("'A': {'DependsOn': ['B']}, 'B': {'DependsOn': ['C']}, 'C': {'DependsOn': ['B']}"));
    }

    @Test
    void letsDiamondsPassAndWhatIsNoResource() {
        assertEquals(
                List.of(),
                violations("'A': {'DependsOn': ['B', 'C']}, 'B': {'DependsOn': 'D'}, 'C': {'DependsOn': 'D'},"
                        + " 'D': {'Properties': {'Name': {'Ref': 'AWS::StackName'}, 'Text': {'Fn::Sub': '${!A}'}}}"));
    }

    /** Each resource of a fleet waits for those before it in an order that CloudFormation may take; one arrow back is a circle. */
    @Test
    void catchesAnArrowBackAnywhereInAFleet() {
        Template fleet = Fleets.previousGeneration();
        long seed = 20_261_130;
        Random random = new Random(seed);
        List<String> ids =
                new ArrayList<>(fleet.resources().map(Template.Resource::id).toList());
        int arrows = 0;
        Collections.shuffle(ids, random);
        for (String id : ids) {
            Set<String> waits = Dependencies.of(fleet.root().at("/Resources/" + id));
            waits.retainAll(ids);
            if (waits.isEmpty()) {
                continue;
            }
            String first = List.copyOf(waits).get(random.nextInt(waits.size()));
            Template copy = new Template(fleet.root().deepCopy());
            ObjectNode resource = (ObjectNode) copy.root().at("/Resources/" + first);
            ArrayNode back = resource.putArray("DependsOn");
            back.add(id);

            List<String> found = new CircleRule().violations(copy).toList();

            assertEquals(1, found.size(), "seed " + seed + ": " + first + " waits for " + id);
            assertTrue(found.getFirst().contains(" -> "), found.getFirst());
            arrows++;
        }
        assertTrue(arrows > 20, arrows + " arrows");
    }

    private static List<String> violations(String resources) {
        try {
            return new CircleRule()
                    .violations(new Template(
                            new JsonMapper().readTree("{\"Resources\": {" + resources.replace('\'', '"') + "}}")))
                    .toList();
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(resources, malformed);
        }
    }
}
