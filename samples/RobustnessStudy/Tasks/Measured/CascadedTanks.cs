namespace RegularizerGen.Samples.RobustnessStudy.Tasks.Measured;

/// <summary>Cascaded tanks: pump voltage to the level of the lower tank, which overflows (Schoukens, Mattsson, Wigren and Noël 2016). The
/// last 300 samples of the estimation data validate; the first 50 of a simulation are its initialisation.</summary>
public static class CascadedTanks
{
    public const string File = "dataBenchmark.csv";
    private const int Validation = 300;

    public static StudyTask Read(DataFolder folder)
    {
        ColumnFile file = folder.Read(File);
        var estimation = new RawSeries([file.Column("uEst")], [file.Column("yEst")]);
        var test = new RawSeries([file.Column("uVal")], [file.Column("yVal")]);
        int train = estimation.Inputs[0].Length - Validation;
        return StudyTask.Of(
            "cascaded-tanks",
            "cascaded tanks, measured",
            "V",
            (estimation.Slice(0, train), estimation.Slice(train, Validation), test),
            window: 128,
            washOut: 50
        );
    }
}
