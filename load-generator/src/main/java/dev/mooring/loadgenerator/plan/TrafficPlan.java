package dev.mooring.loadgenerator.plan;

import dev.mooring.capacity.unit.RefusedException;

/**
 * What goes over open connections.
 *
 * @param answersPings whether pings are answered with pongs
 * @param delivery what connections hear, and what is published to them
 */
public record TrafficPlan(boolean answersPings, EchoPlan echo, DeliveryPlan delivery) {
    public TrafficPlan {
        if (echo.connections() > 0 && !delivery.topics().isEmpty()) {
            throw RefusedException.of(
                    "echo", echo, "is given beside", "topics", "leave one away: an echo is told by what comes next");
        }
    }
}
