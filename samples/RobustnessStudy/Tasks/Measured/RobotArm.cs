namespace RegularizerGen.Samples.RobustnessStudy.Tasks.Measured;

/// <summary>Flexible robot arm: reaction torque to acceleration (DaISy, the identification database of KU Leuven; De Moor et al. 1997). The
/// first half is for estimation, of which the last fifth validates; the second half tests.</summary>
public static class RobotArm
{
    public const string File = "robot_arm.dat";

    public static StudyTask Read(DataFolder folder)
    {
        ColumnFile file = folder.Read(File, hasNames: false);
        var all = new RawSeries([file.Column(0)], [file.Column(1)]);
        int half = all.Inputs[0].Length / 2;
        int train = half * 4 / 5;
        return StudyTask.Of(
            "robot-arm",
            "flexible robot arm, measured",
            string.Empty,
            (all.Slice(0, train), all.Slice(train, half - train), all.Slice(half, all.Inputs[0].Length - half)),
            window: 96,
            washOut: 32
        );
    }
}
