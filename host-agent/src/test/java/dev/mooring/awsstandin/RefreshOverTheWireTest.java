package dev.mooring.awsstandin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.awsstandin.refresh.RefreshedGroup.Member;
import dev.mooring.awsstandin.refresh.TimedGroup;
import dev.mooring.hostagent.aws.AwsClients;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.autoscaling.model.IrreversibleInstanceRefreshException;
import software.amazon.awssdk.services.autoscaling.model.RefreshPreferences;
import software.amazon.awssdk.services.autoscaling.model.StartInstanceRefreshRequest;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** A roll with its alarm, as AWS's SDK for Java asks for it and sees it. */
final class RefreshOverTheWireTest {
    private static final String ALARM = "UnhealthyHosts";
    private static final String METRIC = "Mooring/Unhealthy{AutoScalingGroupName=" + FakeAws.GROUP + "}";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final SettableClock clock = new SettableClock();
    private final TimedGroup group = new TimedGroup(clock, 4, "1", Duration.ofMinutes(5), Duration.ofMinutes(20));
    private FakeAws aws;
    private AwsClients clients;

    RefreshOverTheWireTest() throws IOException {
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        aws = FakeAws.start(clock, new Gate(), Duration.ofMinutes(2), Duration.ofMinutes(2));
        clients = AwsClients.connect("us-east-1", AwsRetryStrategy.doNotRetry(), Optional.of(aws.uri()));
    }

    @BeforeEach
    void begin() {
        aws.refreshes().group(group, "1");
        putAlarm();
    }

    @AfterEach
    void close() {
        clients.close();
        aws.close();
    }

    @Test
    void replacesEveryHostWhileTheAlarmIsQuiet() {
        start(preferences -> {}, "2");

        minutes(120, 0);

        assertEquals("Successful 100 0", progress());
        assertEquals(List.of("2", "2", "2", "2"), versions());
    }

    @Test
    void takesARollBackWhenTheAlarmIsRaisedAndKnowsTheFormerVersion() {
        start(preferences -> preferences.autoRollback(true), "2");
        minutes(20, 0);
        assertEquals("InProgress 50 2", progress());

        minutes(60, 9);

        assertEquals("RollbackSuccessful 0 4", progress());
        assertEquals(List.of("1", "1", "1", "1"), versions());
        start(preferences -> {}, "3");
        minutes(3, 0);
        assertEquals("Failed 0 4", progress(), "the alarm is raised still");
    }

    @Test
    void raisesTheAlarmAfterThreeMinutesInARowAndTheTwoInWhichTheyCannotBeRead() {
        minutes(10, 0);
        assertEquals(StateValue.OK, alarm().stateValue());
        minutes(4, 9);
        assertEquals(StateValue.OK, alarm().stateValue());
        minutes(2, 9);
        assertEquals(StateValue.ALARM, alarm().stateValue());
        minutes(6, 0);
        assertEquals(StateValue.OK, alarm().stateValue());
    }

    @Test
    void keepsTheAlarmQuietWhereNobodyPublishes() {
        for (int minute = 0; minute < 10; minute++) {
            clock.advance(MINUTE);
        }

        assertEquals(StateValue.OK, alarm().stateValue(), "missing data do not breach");
    }

    @Test
    void rollsNothingBackThatHasNoDesiredConfiguration() {
        clients.autoScaling().startInstanceRefresh(request -> request.autoScalingGroupName(FakeAws.GROUP));

        assertThrows(
                IrreversibleInstanceRefreshException.class,
                () -> clients.autoScaling()
                        .rollbackInstanceRefresh(request -> request.autoScalingGroupName(FakeAws.GROUP)));
    }

    @Test
    void refusesAnAlarmThatCannotBe() {
        AwsServiceException refused = assertThrows(
                AwsServiceException.class,
                () -> clients.cloudWatch()
                        .putMetricAlarm(request -> alarm(request, "None").datapointsToAlarm(4)));

        assertEquals(
                "DatapointsToAlarm=4 is outside 1-3, the evaluation periods",
                refused.awsErrorDetails().errorMessage());
    }

    private void putAlarm() {
        clients.cloudWatch()
                .putMetricAlarm(
                        request -> alarm(request, ALARM).datapointsToAlarm(3).treatMissingData("notBreaching"));
    }

    /** Three periods of a minute in which a host is unhealthy. */
    private static PutMetricAlarmRequest.Builder alarm(PutMetricAlarmRequest.Builder request, String name) {
        return request.alarmName(name)
                .namespace("Mooring")
                .metricName("Unhealthy")
                .dimensions(dimension())
                .statistic(Statistic.MAXIMUM)
                .period(60)
                .evaluationPeriods(3)
                .threshold(0.0)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD);
    }

    private static Dimension dimension() {
        return Dimension.builder()
                .name("AutoScalingGroupName")
                .value(FakeAws.GROUP)
                .build();
    }

    private MetricAlarm alarm() {
        return clients.cloudWatch()
                .describeAlarms(request -> request.alarmNames(ALARM))
                .metricAlarms()
                .getFirst();
    }

    private void start(Consumer<RefreshPreferences.Builder> more, String version) {
        clients.autoScaling()
                .startInstanceRefresh(StartInstanceRefreshRequest.builder()
                        .autoScalingGroupName(FakeAws.GROUP)
                        .desiredConfiguration(configuration -> configuration.launchTemplate(
                                template -> template.launchTemplateId("lt-0123456789abcdef0")
                                        .version(version)))
                        .preferences(preferences -> {
                            preferences
                                    .minHealthyPercentage(100)
                                    .maxHealthyPercentage(150)
                                    .instanceWarmup(180)
                                    .checkpointPercentages(50, 100)
                                    .checkpointDelay(600)
                                    .bakeTime(600)
                                    .alarmSpecification(alarms -> alarms.alarms(ALARM));
                            more.accept(preferences);
                        })
                        .build());
    }

    /** So many minutes in which the load balancer tells of so many unhealthy targets. */
    private void minutes(int count, double unhealthy) {
        for (int minute = 0; minute < count; minute++) {
            aws.metrics().put(METRIC, unhealthy);
            clock.advance(MINUTE);
            progress();
        }
    }

    private String progress() {
        return clients
                .autoScaling()
                .describeInstanceRefreshes(request -> request.autoScalingGroupName(FakeAws.GROUP))
                .instanceRefreshes()
                .stream()
                .findFirst()
                .map(refresh -> refresh.statusAsString() + " " + refresh.percentageComplete() + " "
                        + refresh.instancesToUpdate())
                .orElse("none");
    }

    private List<String> versions() {
        return group.members().stream().map(Member::version).toList();
    }
}
