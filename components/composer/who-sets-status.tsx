/** Said in the place of the statuses to whoever speaks for the own organisation without setting its status. */
export const WHO_SETS_STATUS = "Your organisation's liaison sets its status.";
