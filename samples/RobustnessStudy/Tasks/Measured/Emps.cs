namespace RegularizerGen.Samples.RobustnessStudy.Tasks.Measured;

/// <summary>Electro-mechanical positioning system: force to position, measured in closed loop (Janot, Gautier and Brunot 2019). Every fifth
/// sample of 5 ms; the last fifth of the estimation data validates, the data with pulses test.</summary>
public static class Emps
{
    public const string File = "DATA_EMPS_SC.csv";
    public const string TestFile = "DATA_EMPS_PULSES_SC.csv";
    private const int Every = 5;

    public static StudyTask Read(DataFolder folder)
    {
        RawSeries estimation = Read(folder, File);
        int samples = estimation.Inputs[0].Length;
        int train = samples * 4 / 5;
        return StudyTask.Of(
            "emps",
            "electro-mechanical positioning system, measured",
            "m",
            (estimation.Slice(0, train), estimation.Slice(train, samples - train), Read(folder, TestFile)),
            window: 128,
            washOut: 50
        );
    }

    private static RawSeries Read(DataFolder folder, string name)
    {
        ColumnFile file = folder.Read(name);
        return new RawSeries([file.Column("u_tot")], [file.Column("q_meas")]).Decimate(Every);
    }
}
